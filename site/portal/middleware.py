"""Shows the account pages in the conference's language; keeps people out of the admin who lack the second step their role asks for."""

from collections.abc import Callable

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from common.context_processors import site_context
from conference import extension
from conference.models import RoleGroup, User

GUARDED = "/admin/"
ACCOUNT = "/account/"


class AccountLanguageMiddleware:
    """Answers below /account/ in the language and time zone of the conference whose frame stands around the page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer; the conference is looked up once, and its frame asks no more."""
        conference = site_context(request)["site_context"].conference if request.path.startswith(ACCOUNT) else None
        if conference is None:
            return self.get_response(request)
        with translation.override(conference.language), timezone.override(conference.tz):
            return self.get_response(request)


class StaffNeedSecondFactorMiddleware:
    """Leads to the security page instead; works only while `STAFF_NEED_SECOND_FACTOR` is on."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Let the request through, or explain what is missing (two SQL statements per request of the admin)."""
        if (
            settings.STAFF_NEED_SECOND_FACTOR
            and request.path.startswith(GUARDED)
            and request.user.is_authenticated
            and needs_second_factor(request.user)
            and not Authenticator.objects.filter(user=request.user).exists()
        ):
            messages.warning(
                request,
                _("Your role needs a second step when you sign in. Set one up here, then open the admin again."),
            )
            return redirect("mfa_index")
        return self.get_response(request)


def needs_second_factor(user: User) -> bool:
    """Return whether the person is a superuser or holds a role that asks for a second step."""
    if user.is_superuser:
        return True
    demanding = [name for name, role in extension.roles.items() if role.needs_second_factor]
    return RoleGroup.objects.filter(group__user=user, role__in=demanding).exists()
