"""Claiming a ticket by its link: it is explained to everybody, and taken by who signs in."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from common.sign_in_by_code import CodeForm, send_code
from conference.facts import dates_text
from portal.tickets.forms import ClaimForm
from registration.models import Attendee
from registration.services import attendees
from registration.services.attendees.completion import asked_of, questions_of
from registration.services.mails.names import giver_of, kind_of
from registration.services.setting_up.sales import sales_of


@never_cache
def claim(request: HttpRequest, token: str) -> HttpResponse:
    """Explain the ticket, ask who is there, and make it theirs; a link that was replaced is explained as well (404)."""
    ticket = Attendee.objects.select_related("conference", "order", "line").filter(claim_token=token).first()
    if ticket is None:
        return render(request, "portal/tickets/claim_gone.html", status=404)
    if not request.user.is_authenticated:
        return _ask_who(request, ticket)
    if ticket.user_id == request.user.pk and ticket.revoked_at is None:
        return redirect("portal_ticket", ticket.access_code)
    if ticket.user_id or ticket.revoked_at:
        return render(request, "portal/tickets/claim_gone.html", {"ticket": ticket}, status=410)
    form = ClaimForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            mine = attendees.claim(token, user=request.user, accepts_conduct=True)
        except Attendee.DoesNotExist as error:
            raise Http404 from error
        except ValidationError as error:
            form.take(error)
        else:
            messages.success(request, _("The ticket is yours. See you there."))
            # also where nothing must be answered: who claims a ticket has not seen what is asked
            is_asked = asked_of(questions_of(mine.conference), mine)
            return redirect("portal_answer" if is_asked else "portal_ticket", mine.access_code)
    return render(request, "portal/tickets/claim.html", {**_context(ticket), "form": form})


def _ask_who(request: HttpRequest, ticket: Attendee) -> HttpResponse:
    """Ask for an address, to which a code goes; the ticket's own address is not shown to who has the link."""
    if ticket.user_id or ticket.revoked_at:
        return render(request, "portal/tickets/claim_gone.html", {"ticket": ticket}, status=410)
    form = CodeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        return redirect(send_code(request, form, back_to=request.path))
    return render(request, "portal/tickets/claim.html", {**_context(ticket), "code_form": form})


def _context(ticket: Attendee) -> dict:
    conference = ticket.conference
    conduct = sales_of(conference).conduct_page
    addons = ticket.addons.filter(revoked_at__isnull=True).select_related("line")
    return {
        "ticket": ticket,
        "giver": giver_of(ticket),
        "kind": kind_of(ticket),
        "addons": [addon.line.description for addon in addons],
        "conference": conference,
        "dates": dates_text(conference),
        "conduct_url": conduct.get_url() if conduct is not None and conduct.live else "",
    }
