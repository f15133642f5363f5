"""The account pages: who I am, how I sign in, what is mine."""

from urllib.parse import urlencode

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from conference import extension, scope
from conference.dates import moment_words
from portal.forms import NameForm
from registration.models import Order
from registration.queries.credits import credit_balances
from registration.queries.orders import waiting_orders
from registration.queries.tickets import tickets_held

ADMIN = "wagtailadmin.access_admin"


@never_cache
@login_required
def account(request: HttpRequest) -> HttpResponse:
    """Show who is signed in, how, and what is theirs at the conferences of this host."""
    conference = scope.conference_of_site(request)
    conferences = list(scope.conferences_of_site(request))
    held = tickets_held(request.user, conferences)
    return render(
        request,
        "portal/account.html",
        {
            "tickets": held,
            "credits": credit_balances(request.user, conferences),
            "waiting": [_waiting(order) for order in waiting_orders(request.user, conferences)],
            "shop_url": extension.url_for(conference, "storefront") if conference and not held else "",
            "has_password": request.user.has_usable_password(),
            "second_steps": Authenticator.objects.filter(user=request.user).exists(),
            "may_open_admin": request.user.has_perm(ADMIN),
            "conference": conference,
        },
    )


def _waiting(order: Order) -> dict[str, str]:
    """Return an order that waits for its payment as the page shows it."""
    conference = order.conference
    until = moment_words(order.hold_expires_at, language=conference.language, zone=conference.tz)
    return {"reference": order.reference, "until": until, "url": f"/o/{order.reference}/"}


@never_cache
@login_required
def change_name(request: HttpRequest) -> HttpResponse:
    """Change the display name."""
    form = NameForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Your name is changed."))
        return redirect("account")
    return render(request, "portal/name.html", {"form": form})


@never_cache
def admin_login(request: HttpRequest) -> HttpResponse:
    """Lead to the one sign-in page and from there back; explain it to people who have no business in the admin."""
    wanted = request.GET.get("next") or reverse("wagtailadmin_home")
    if request.user.is_authenticated:
        if request.user.has_perm(ADMIN):
            return redirect("wagtailadmin_home")
        return render(request, "portal/no_admin.html", status=403)
    return redirect(f"{reverse('account_login')}?{urlencode({'next': wanted})}")
