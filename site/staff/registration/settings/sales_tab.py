"""The tab of selling: who sells, how one may pay, until when tickets change hands, what buyers agree to."""

import datetime as dt

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.models import Page

from common.scope import fit_to_conference
from conference import scope
from conference.models import Conference
from registration.models import SalesSettings
from registration.services.invoicing.series import choose_prefix, is_numbered
from registration.services.setting_up.sales import sales_of
from registration.services.setting_up.sales_locks import has_orders
from staff.settings.tabs import SettingsTabView

SELLER = ("seller_name", "seller_address", "seller_tax_id", "seller_bank_account", "payment_note")


class SalesForm(WagtailAdminModelForm):
    """The settings of selling, and who sells: the latter stands on the conference and on every invoice."""

    seller_name = forms.CharField(
        label=gettext_lazy("Seller’s legal name"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Who sells the tickets, as on the invoices. Without it no invoice is written."),
    )
    seller_address = forms.CharField(
        label=gettext_lazy("Seller’s address"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    seller_tax_id = forms.CharField(label=gettext_lazy("Seller’s tax number"), max_length=100, required=False)
    invoice_prefix = forms.CharField(
        label=gettext_lazy("Numbers of invoices begin with"),
        max_length=20,
        required=False,
        help_text=gettext_lazy(
            "For example HAL27-. Empty: the seller’s initials. It stays once an invoice is written."
        ),
    )
    seller_bank_account = forms.CharField(
        label=gettext_lazy("Bank account"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Shown to buyers who pay by bank transfer."),
    )
    payment_note = forms.CharField(
        label=gettext_lazy("Note on payments"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("A line below the bank account and on invoices."),
    )

    field_order = (
        *("seller_name", "seller_address", "seller_tax_id", "invoice_prefix"),
        *("transfer_enabled", "seller_bank_account", "payment_note"),
    )

    class Meta(WagtailAdminModelForm.Meta):
        model = SalesSettings
        fields = [
            *("transfer_enabled", "transfer_days", "transfer_until", "transfer_max_tickets"),
            *("changes_until", "terms_page", "conduct_page", "health_data_until"),
        ]

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        conference = self.instance.conference
        for name in SELLER:
            self.fields[name].initial = getattr(conference, name)
        series = self.instance.invoice_series
        self.fields["invoice_prefix"].initial = series.prefix if series else ""
        self.fields["invoice_prefix"].disabled = is_numbered(conference)
        fit_to_conference(self, conference)

    def clean(self) -> dict:
        """Check that what is switched on can work, and that pages are the conference's own."""
        cleaned = super().clean()
        if cleaned.get("transfer_enabled") and not (cleaned.get("seller_bank_account") or "").strip():
            self.add_error("seller_bank_account", _("Buyers must know where to: write the bank account."))
        if cleaned.get("invoice_prefix") and not (cleaned.get("seller_name") or "").strip():
            self.add_error("seller_name", _("Say who sells first: the numbers are the seller’s."))
        self._not_over(cleaned)
        self._not_before_it_is_used(cleaned.get("health_data_until"))
        for name in ("terms_page", "conduct_page"):
            self._own_page(name, cleaned.get(name))
        return cleaned

    def _not_over(self, cleaned: dict) -> None:
        """Refuse to begin with bank transfers that nobody can choose; that a day passes later is no mistake."""
        last, conference = cleaned.get("transfer_until"), self.instance.conference
        is_new = not {"transfer_enabled", "transfer_until"}.isdisjoint(self.changed_data)
        if (
            cleaned.get("transfer_enabled")
            and last
            and is_new
            and last < timezone.now().astimezone(conference.tz).date()
        ):
            text = _("That day is over, so nobody could pay so: choose a later one, or switch bank transfer off.")
            self.add_error("transfer_until", text)

    def _not_before_it_is_used(self, day: dt.date | None) -> None:
        """Refuse a day, mistyped perhaps, on which answers would be gone before anybody cooked or helped by them."""
        last = self.instance.conference.end_date
        if day and day < last:
            text = _("They are needed until the conference is over: choose %(day)s or a later day, or leave it empty.")
            self.add_error("health_data_until", text % {"day": date_format(last)})

    def _own_page(self, name: str, page: Page | None) -> None:
        if page is not None and scope.conference_of_page(page) != self.instance.conference:
            self.add_error(name, _("Choose a page of this conference."))

    @transaction.atomic
    def save(self, commit: bool = True) -> SalesSettings:
        """Store the settings and the seller; `ValidationError` when the prefix is another seller's."""
        conference = Conference.objects.get(pk=self.instance.conference_id)
        for name in SELLER:
            setattr(conference, name, self.cleaned_data[name])
        conference.save(update_fields=[*SELLER, "updated_at"])
        saved = super().save(commit)
        if self.cleaned_data["invoice_prefix"] and not self.fields["invoice_prefix"].disabled:
            saved.invoice_series = choose_prefix(conference, self.cleaned_data["invoice_prefix"])
        return saved


class SalesView(SettingsTabView):
    """Changes how the conference sells."""

    tab = "sales"
    permissions = ("registration.change_salessettings",)
    works_when_closed = False
    desk = "registration"
    form_class = SalesForm
    template_name = "staff/registration/sales.html"

    def get_instance(self) -> SalesSettings:
        """Return the conference's sales settings."""
        sales = sales_of(self.conference)
        sales.conference = Conference.objects.get(pk=self.conference.pk)
        return sales

    def form_valid(self, form: SalesForm) -> object:
        """Store it; what only shows while storing is said beside the prefix."""
        try:
            return super().form_valid(form)
        except ValidationError as refusal:
            form.add_error("invoice_prefix", refusal)
            return self.form_invalid(form)

    def get_context_data(self, **kwargs: object) -> dict:
        """Return the template's values."""
        return super().get_context_data(
            currency=self.conference.effective_currency, currency_stays=has_orders(self.conference), **kwargs
        )
