"""Making an order's invoice out to somebody else: the old one is cancelled, a new one is written."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from common.countries import countries, country_name
from registration.models import Invoice, Order
from registration.services.checkout import Billing
from registration.services.invoices import current_invoice
from registration.services.invoicing.content import buyer_of
from registration.services.invoicing.corrections import correct_invoice
from staff.registration.acts import OrderActView

# field of the form and of `Billing` -> field of the order
FIELDS = {
    "name": "billing_name",
    "company": "billing_company",
    "address": "billing_address",
    "country": "billing_country",
    "tax_id": "billing_tax_id",
    "reference": "buyer_reference",
}


class InvoiceForm(forms.ModelForm):
    """Who pays, as it shall stand on the new invoice."""

    billing_country = forms.ChoiceField(label=gettext_lazy("Country"), required=False)

    class Meta:
        model = Order
        fields = list(FIELDS.values())
        labels = {"buyer_reference": gettext_lazy("The buyer’s own reference")}
        widgets = {"billing_address": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["billing_country"].choices = [("", "—"), *countries(language())]

    def changes(self, order: Order) -> list[str]:
        """Return what becomes of the order's words, a sentence for each that changes."""
        sentence = _("%(what)s: “%(old)s” becomes “%(new)s”.")
        return [
            sentence
            % {
                "what": capfirst(self.fields[name].label),
                "old": _shown(name, getattr(order, name)),
                "new": _shown(name, self.cleaned_data[name]),
            }
            for name in FIELDS.values()
            if getattr(order, name) != self.cleaned_data[name]
        ]


def language() -> str:
    """Return the language of the page."""
    return get_language() or "en"


def _shown(name: str, value: str) -> str:
    """Return what stands on the invoice, in one line."""
    shown = country_name(value, language()) if name == "billing_country" else ", ".join(value.splitlines())
    return shown or _("nothing")


class CorrectInvoiceView(OrderActView):
    """Cancels the invoice that holds and writes a new one."""

    permissions = ("registration.refund_order",)  # who answers for the books
    page_title = gettext_lazy("Correct the invoice")
    form_class = InvoiceForm
    verb = gettext_lazy("Cancel it and write a new one")

    def get_form_kwargs(self) -> dict:
        """Begin with what the order says; a copy, because checking a form writes into its object."""
        return {**super().get_form_kwargs(), "instance": Order.objects.get(pk=self.order.pk)}

    def invoice(self) -> Invoice:
        """Return the invoice that holds; `ValidationError` when there is none."""
        found = current_invoice(self.order)
        if found is None:
            raise ValidationError(_("This order has no invoice yet."))
        return found

    def consequences(self, form: InvoiceForm) -> list[str]:
        """Say what is written, and the old and new words."""
        invoice, changes = self.invoice(), form.changes(self.order)
        if not changes and buyer_of(self.order) == invoice.content["buyer"]:
            raise ValidationError(_("The invoice says exactly this already."))
        number = invoice.full_number
        return [
            *changes,
            _("The invoice %(number)s stays as it is and is cancelled by a document of its own.") % {"number": number},
            _("A new invoice with the same lines and amounts gets the next number. No money moves."),
            _("The buyer finds both under “My orders”. They get no mail about it: tell them."),
        ]

    def act(self, form: InvoiceForm) -> str:
        """Write them."""
        words = {name: form.cleaned_data[field] for name, field in FIELDS.items()}
        billing = Billing(**words, email=self.order.billing_email)
        new = correct_invoice(self.order, billing=billing, by=self.request.user)
        return _("The invoice %(number)s is written.") % {"number": new.full_number}
