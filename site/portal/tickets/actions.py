"""What a ticket's buyer and holder do with it: each a form of its own that says what will follow."""

import datetime as dt
from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from common.rate_limit import is_too_often
from portal.tickets.forms import AnswersForm, AssignForm, MoveForm, RenameForm, ServiceForm, TransferForm
from portal.tickets.lookup import Seen, possible_of, ticket_for
from registration.models import Attendee
from registration.queries.tickets import address_for
from registration.services import attendees
from registration.services.attendees.addons import choices_for
from registration.services.attendees.completion import asked_of, questions_of
from registration.services.mails.tickets import was_passed_on
from registration.services.setting_up.sales import deadline_words

HOLDERS_A_DAY, DAY = 10, 24 * 3600
TITLES = {
    "assign": gettext_lazy("Whose ticket is it?"),
    "rename": gettext_lazy("Another name on the ticket"),
    "transfer": gettext_lazy("Pass this ticket on"),
    "take_back": gettext_lazy("Take this ticket back"),
    "move": gettext_lazy("Which ticket does it go with?"),
    "answer": gettext_lazy("A few questions"),
}
BUTTONS = {
    "assign": gettext_lazy("Save"),
    "rename": gettext_lazy("Save the name"),
    "transfer": gettext_lazy("Pass the ticket on"),
    "take_back": gettext_lazy("Take it back"),
    "move": gettext_lazy("Save"),
    "answer": gettext_lazy("Save my answers"),
}


@never_cache
@login_required
def assign(request: HttpRequest, code: str) -> HttpResponse:
    """Name the holder of a ticket one bought."""
    seen, until = _allowed(request, code, "assign")
    form = AssignForm(
        request.POST if request.method == "POST" else None,
        initial={"name": seen.ticket.name, "email": seen.ticket.email},
    )

    def act(data: dict) -> Attendee:
        if data["email"].lower() not in ("", seen.ticket.email.lower()):
            _refuse_too_many(request, seen)
        ticket = attendees.assign(seen.ticket, name=data["name"], email=data["email"])
        if ticket.email:
            messages.success(request, _("%(email)s gets the link now.") % {"email": ticket.email})
        else:
            messages.success(request, _("Saved. Hand the link on to %(name)s.") % {"name": ticket.name})
        return ticket

    return _page(request, seen, "assign", form, act, until)


@never_cache
@login_required
def rename(request: HttpRequest, code: str) -> HttpResponse:
    """Write the holder's name otherwise."""
    seen, until = _allowed(request, code, "rename")
    form = RenameForm(request.POST if request.method == "POST" else None, initial={"name": seen.ticket.name})

    def act(data: dict) -> Attendee:
        ticket = attendees.rename(seen.ticket, name=data["name"])
        messages.success(request, _("The ticket says %(name)s now.") % {"name": ticket.name})
        return ticket

    return _page(request, seen, "rename", form, act, until)


@never_cache
@login_required
def transfer(request: HttpRequest, code: str) -> HttpResponse:
    """Pass a claimed ticket on to somebody else."""
    seen, until = _allowed(request, code, "transfer")
    form = TransferForm(request.POST if request.method == "POST" else None)

    def act(data: dict) -> Attendee | None:
        _refuse_too_many(request, seen)
        ticket = attendees.transfer(seen.ticket, name=data["name"], email=data["email"])
        messages.success(
            request, _("%(email)s gets the link now. The code as it was is void.") % {"email": ticket.email}
        )
        return ticket if seen.is_buyer else None

    return _page(request, seen, "transfer", form, act, until)


@never_cache
@login_required
def take_back(request: HttpRequest, code: str) -> HttpResponse:
    """Let a ticket be nobody's again that was not claimed."""
    seen, until = _allowed(request, code, "take_back")

    def act(_data: dict) -> Attendee:
        ticket = attendees.take_back(seen.ticket)
        messages.success(request, _("The ticket is nobody’s again; the link that was sent opens nothing any more."))
        return ticket

    return _page(
        request, seen, "take_back", ServiceForm(request.POST if request.method == "POST" else None), act, until
    )


@never_cache
@login_required
def move(request: HttpRequest, code: str) -> HttpResponse:
    """Choose with which tickets this ticket's add-ons go."""
    seen, until = _allowed(request, code, "move")
    form = MoveForm(
        request.POST if request.method == "POST" else None, moves=choices_for(seen.ticket), viewer=request.user
    )

    def act(_data: dict) -> Attendee:
        for unit, target in form.changes():
            attendees.move_addon(unit, to=target)
        messages.success(request, _("Saved."))
        return seen.ticket

    return _page(request, seen, "move", form, act, until)


@never_cache
@login_required
def answer(request: HttpRequest, code: str) -> HttpResponse:
    """Answer what the organizers ask of the holder."""
    seen, until = _allowed(request, code, "answer")
    questions = asked_of(questions_of(seen.ticket.conference), seen.ticket)
    if not questions:
        raise Http404
    profile = getattr(seen.ticket, "profile", None)
    initial = {question.field: getattr(profile, question.field, "") or "" for question in questions}
    form = AnswersForm(request.POST if request.method == "POST" else None, questions=questions, initial=initial)

    def act(data: dict) -> Attendee:
        attendees.save_answers(seen.ticket, data)
        messages.success(request, _("Thank you: your answers are saved."))
        return seen.ticket

    return _page(request, seen, "answer", form, act, until)


def _allowed(request: HttpRequest, code: str, action: str) -> tuple[Seen, dt.datetime]:
    """Return the ticket if this may be done with it by this person, and until when changes are possible; else 404."""
    seen = ticket_for(request, code)
    may = possible_of(seen)
    if not getattr(may, action):
        raise Http404
    return seen, may.until


def _refuse_too_many(request: HttpRequest, seen: Seen) -> None:
    """Raise `ValidationError` when a ticket went to many addresses today: each of them gets a mail of ours."""
    if is_too_often(request, "new-holder", limit=HOLDERS_A_DAY, seconds=DAY, about=f"ticket-{seen.ticket.pk}"):
        raise ValidationError(_("This ticket has changed hands many times today. Please try again tomorrow."))


def _page(
    request: HttpRequest,
    seen: Seen,
    action: str,
    form: ServiceForm,
    act: Callable[[dict], Attendee | None],
    until: dt.datetime,
) -> HttpResponse:
    """Show the form, or do what it asks and lead to the ticket; to the list when the ticket is somebody else's now."""
    if request.method == "POST" and form.is_valid():
        try:
            ticket = act(form.cleaned_data)
        except ValidationError as error:
            form.take(error)
        else:
            return (
                redirect("portal_ticket", address_for(ticket, request.user)) if ticket else redirect("portal_tickets")
            )
    context = {
        "seen": seen,
        "ticket": seen.ticket,
        "action": action,
        "title": TITLES[action],
        "button": BUTTONS[action],
        "form": form,
        "until": deadline_words(until, seen.ticket.conference),
        "was_passed_on": action == "take_back" and was_passed_on(seen.ticket),
        "must_answer": any(field.required for field in form.fields.values()),
        "addons": [addon.line.description for addon in seen.ticket.live_addons],
    }
    return render(request, "portal/tickets/action.html", context)
