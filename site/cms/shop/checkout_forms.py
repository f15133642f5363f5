"""The parts of the checkout's form: who pays, whose each ticket is, which ticket an add-on goes with, consent."""

from collections.abc import Sequence

from django import forms
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.answers import answer_field
from common.countries import countries
from registration.models import Order, ProfileQuestion
from registration.services.orders.plan import LATER, ME, OTHER

INVOICE_FIELDS = ("company", "address", "country", "tax_id", "reference")
ANSWER = "answer_"


class BillingForm(forms.Form):
    """Who pays; the fields that only companies need are folded away."""

    name = forms.CharField(
        label=gettext_lazy("Your name"),
        max_length=200,
        error_messages={"required": gettext_lazy("Write the name that is to stand on the invoice.")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label=gettext_lazy("E-mail address for the invoice"),
        max_length=254,
        error_messages={
            "required": gettext_lazy("Write the e-mail address that gets the invoice."),
            "invalid": gettext_lazy("This is no e-mail address: it looks like name@example.org."),
        },
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    company = forms.CharField(
        label=gettext_lazy("Company"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    address = forms.CharField(
        label=gettext_lazy("Address"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "street-address"}),
    )
    country = forms.ChoiceField(
        label=gettext_lazy("Country"), required=False, widget=forms.Select(attrs={"autocomplete": "country"})
    )
    tax_id = forms.CharField(label=gettext_lazy("Tax number"), max_length=100, required=False)
    reference = forms.CharField(
        label=gettext_lazy("Your own reference"),
        max_length=100,
        required=False,
        help_text=gettext_lazy("An order number or a cost centre, for example. It stands on the invoice."),
    )

    def __init__(self, *args: object, language: str, account: str, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].help_text = _(
            "Your tickets go to %(account)s, which you confirmed. Another address here gets the invoice alone."
        ) % {"account": account}
        self.fields["country"].choices = [("", "—"), *countries(language)]

    @property
    def main_fields(self) -> list[forms.BoundField]:
        """What everybody fills in."""
        return [self[name] for name in ("name", "email")]

    @property
    def invoice_fields(self) -> list[forms.BoundField]:
        """What stands on the invoice on request."""
        return [self[name] for name in INVOICE_FIELDS]

    @property
    def wants_invoice(self) -> bool:
        """Whether something is written there, or wrong."""
        return any(self[name].value() or self[name].errors for name in INVOICE_FIELDS)


class HolderForm(forms.Form):
    """Whose a ticket is, and the questions asked of its holder."""

    mode = forms.ChoiceField(
        label=gettext_lazy("This ticket is"),
        error_messages={"required": gettext_lazy("Say whose this ticket is.")},
        widget=forms.RadioSelect,
    )
    name = forms.CharField(
        label=gettext_lazy("Name on the ticket"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("On your own ticket, empty means your name as above."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    email = forms.EmailField(
        label=gettext_lazy("Their e-mail address"),
        max_length=254,
        required=False,
        error_messages={"invalid": gettext_lazy("This is no e-mail address: it looks like name@example.org.")},
        help_text=gettext_lazy("They get a link by which they take the ticket."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )

    def __init__(
        self, *args: object, may_be_mine: bool, questions: Sequence[ProfileQuestion], **kwargs: object
    ) -> None:
        super().__init__(*args, **kwargs)
        modes = [(OTHER, _("for someone else")), (LATER, _("for someone I name later"))]
        self.fields["mode"].choices = [(ME, _("for me")), *modes] if may_be_mine else modes
        if not may_be_mine:
            self.fields["name"].help_text = ""
        self.questions = list(questions)
        for question in self.questions:
            self.fields[ANSWER + question.field] = answer_field(question, required=False)

    @property
    def answer_fields(self) -> list[forms.BoundField]:
        """The questions."""
        return [self[ANSWER + question.field] for question in self.questions]

    @property
    def asked(self) -> list[tuple[forms.BoundField, bool]]:
        """The questions, and whether the holder has to answer each: here the buyer's own ticket alone insists on it."""
        return [(self[ANSWER + question.field], question.is_required) for question in self.questions]

    @property
    def shows_answers(self) -> bool:
        """Whether the questions are unfolded: on the buyer's own ticket, and where something is written or wrong."""
        fields = self.answer_fields
        return self["mode"].value() == ME or any(field.value() or field.errors for field in fields)

    def clean(self) -> dict:
        """Ask for name and address of somebody else, and for the buyer's own answers where they must be given."""
        values = super().clean()
        if values.get("mode") == OTHER:
            if not values.get("name") and "name" not in self.errors:
                self.add_error("name", _("Write the name of the person, or choose “for someone I name later”."))
            if not values.get("email") and "email" not in self.errors:
                self.add_error("email", _("Write the address to which their ticket goes."))
        if values.get("mode") == ME:
            for question in self.questions:
                if question.is_required and not values.get(ANSWER + question.field):
                    self.add_error(ANSWER + question.field, _("This must be answered."))
        return values

    @property
    def answers(self) -> dict[str, str]:
        """Return {field of the profile: answer} for what was answered."""
        found = {question.field: self.cleaned_data.get(ANSWER + question.field) for question in self.questions}
        return {name: value for name, value in found.items() if value}


class AddOnForm(forms.Form):
    """Which ticket a unit of an add-on goes with."""

    place = forms.ChoiceField(label=gettext_lazy("Goes with"))

    def __init__(self, *args: object, places: Sequence[tuple[str, str]], label: str, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = list(places)
        self.fields["place"].label = label


class AgreeForm(forms.Form):
    """How to pay, and what the buyer agrees to."""

    pay_by = forms.ChoiceField(
        label=gettext_lazy("How you want to pay"),
        error_messages={"required": gettext_lazy("Choose how you want to pay.")},
        widget=forms.RadioSelect,
    )
    terms = forms.BooleanField(
        error_messages={"required": gettext_lazy("We can only sell to you when you agree to the terms of sale.")}
    )
    conduct = forms.BooleanField(required=False)

    def __init__(
        self,
        *args: object,
        ways: Sequence[tuple[str, str]],
        terms: SafeString | str,
        conduct: SafeString | str,
        **kwargs: object,
    ) -> None:
        super().__init__(*args, **kwargs)
        if ways:
            self.fields["pay_by"].choices = list(ways)
        else:
            del self.fields["pay_by"]
        for name, label in (("terms", terms), ("conduct", conduct)):
            if label:
                self.fields[name].label = label
            else:
                del self.fields[name]

    @property
    def way(self) -> str:
        """Return the chosen way; orders with nothing to pay have none and count as paid by card."""
        return self.cleaned_data.get("pay_by", Order.PayBy.CARD)
