"""What is done about differences: settled with a note, looked at again, looked for anew."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View
from wagtail.admin import messages

from common.scope import DeskMixin
from registration.models import Discrepancy
from registration.services.money.differences import entries
from registration.services.money.differences.repair import intent_of, repair
from registration.services.reconcile import reconcile
from registration.stripe_errors import StripeProblemError
from staff.registration.acts import ConfirmedActView
from staff.registration.ledgers.differences import CHANGE, PAGE
from staff.registration.menu import DESK
from staff.registration.money import amount_words


class DifferenceActView(ConfirmedActView):
    """An act upon a difference."""

    model = Discrepancy
    permissions = (CHANGE,)
    header_icon = "warning"

    def get_success_url(self) -> str:
        """Return the address of the difference's page."""
        return reverse(PAGE, args=[self.instance.pk])

    def get_page_subtitle(self) -> str:
        """Return what it is."""
        return str(self.instance)


class SettleForm(forms.Form):
    """How a difference was settled."""

    resolution = forms.CharField(
        label=gettext_lazy("How it was settled"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        help_text=gettext_lazy("For whoever looks at the books later."),
    )


class SettleView(DifferenceActView):
    """Takes a difference off the list because somebody has dealt with it outside of the site."""

    page_title = gettext_lazy("Settle the difference")
    form_class = SettleForm
    verb = gettext_lazy("It is settled")

    def consequences(self, _form: SettleForm) -> list[str]:
        """Say that only the list changes."""
        sentences = [_("The difference leaves the list of open ones, with your name and your note.")]
        if self.instance.amount:
            amount = amount_words(
                self.instance.amount, self.instance.currency or self.instance.conference.effective_currency
            )
            sentences.append(_("No money moves: %(amount)s stays where it is.") % {"amount": amount})
        return sentences

    def act(self, form: SettleForm) -> str:
        """Settle it."""
        entries.resolve(self.instance, form.cleaned_data["resolution"], by=self.request.user)
        return _("The difference is settled.")


class RepairView(DifferenceActView):
    """Asks Stripe again, and settles the difference if it is none any more."""

    page_title = gettext_lazy("Look at it again")
    verb = gettext_lazy("Look at it again")

    def consequences(self, _form: forms.Form) -> list[str]:
        """Say that Stripe's present state decides."""
        asked = intent_of(self.instance)
        first = (
            _("Stripe is asked about %(payment)s, and our records are brought to what it says now.")
            % {"payment": asked}
            if asked
            else _("Payments and refunds of the order are added up anew.")
        )
        return [first, _("If they agree then, the difference is settled. Nothing is charged or given back.")]

    def act(self, _form: forms.Form) -> str:
        """Look again."""
        return repair(self.instance, by=self.request.user)


class CompareView(DeskMixin, View):
    """Compares the account at Stripe with the orders now, instead of waiting for the next quarter of an hour."""

    desk = DESK
    permissions = (CHANGE,)
    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        """Compare, say what was found, and show the list."""
        try:
            report = reconcile(self.conference)
        except StripeProblemError as problem:
            messages.error(request, str(problem))
        else:
            messages.success(request, report.sentence())
        return redirect(reverse("registration_differences_modeladmin_index"))
