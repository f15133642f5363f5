"""Forms about a ticket. What is wrong, the services say; here stand the words beside the fields."""

from collections.abc import Iterable

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from common.answers import answer_field
from conference.models import User
from registration.models import Attendee, AttendeeAddOn, ProfileQuestion
from registration.queries.tickets import address_for


class ServiceForm(forms.Form):
    """A form whose service refuses with a `ValidationError`, by field or as a whole."""

    def take(self, error: ValidationError) -> None:
        """Show what the service said beside the fields it is about."""
        if not hasattr(error, "error_dict"):
            self.add_error(None, error)
            return
        for field, errors in error.error_dict.items():
            self.add_error(field if field in self.fields else None, errors)


LONGEST_ADDRESS = Attendee._meta.get_field("email").max_length


class RenameForm(ServiceForm):
    """Asks for the holder's name."""

    name = forms.CharField(
        label=_("Name"),
        max_length=200,
        help_text=_("As it shall stand on the ticket and the badge."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class AssignForm(RenameForm):
    """Asks whose ticket it is, and where the link goes."""

    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=LONGEST_ADDRESS,
        required=False,
        help_text=_("We send the link there. Without an address you hand it on yourself."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    field_order = ["name", "email"]


class TransferForm(RenameForm):
    """Asks who gets the ticket, and whether that is meant."""

    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=LONGEST_ADDRESS,
        help_text=_("They get a link there and make the ticket theirs."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    confirm = forms.BooleanField(label=_("I know that the code on the ticket as it is lets nobody in any more"))
    field_order = ["name", "email", "confirm"]


class ClaimForm(ServiceForm):
    """Asks for agreement to the code of conduct."""

    accepts_conduct = forms.BooleanField(label=_("I agree to the code of conduct"))


class MoveForm(ServiceForm):
    """Asks for each add-on which ticket it goes with."""

    def __init__(
        self, *args: object, moves: Iterable[tuple[AttendeeAddOn, list[Attendee]]], viewer: User, **kwargs: object
    ) -> None:
        super().__init__(*args, **kwargs)
        self.units = {}
        for number, (unit, tickets) in enumerate(moves, start=1):
            name = f"addon-{number}"
            self.units[name] = (unit, {address_for(ticket, viewer): ticket for ticket in tickets})
            self.fields[name] = forms.ChoiceField(
                label=unit.line.description,
                choices=[(address_for(ticket, viewer), _words(ticket, viewer)) for ticket in tickets],
                initial=address_for(unit.attendee, viewer),
            )

    def changes(self) -> list[tuple[AttendeeAddOn, Attendee]]:
        """Return the add-ons that go with another ticket now."""
        chosen = ((self.units[name], self.cleaned_data[name]) for name in self.units)
        return [(unit, tickets[where]) for (unit, tickets), where in chosen if tickets[where].pk != unit.attendee_id]


class AnswersForm(ServiceForm):
    """Asks what the organizers want to know of this ticket's holder."""

    def __init__(self, *args: object, questions: Iterable[ProfileQuestion], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        for question in questions:
            self.fields[question.field] = answer_field(question, required=question.is_required)


def _words(ticket: Attendee, viewer: User) -> str:
    return f"{ticket.name or _('Not named yet')} · {ticket.line.description} · {address_for(ticket, viewer)}"
