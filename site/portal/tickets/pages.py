"""What is seen of tickets: the list, one ticket, its files."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from conference import extension, scope
from conference.facts import dates_text
from conference.qr import CONTENT_TYPE as SVG
from conference.qr import qr_svg
from portal.files import attached, drawn
from portal.tickets.lookup import Seen, possible_of, ticket_for
from registration.queries.tickets import held_by, tickets_by_conference
from registration.services.attendees.completion import asked_of, has_answered, questions_of, unanswered
from registration.services.papers import calendar_file, ticket_files
from registration.services.setting_up.sales import deadline_words


@never_cache
@login_required
@require_safe
def tickets(request: HttpRequest) -> HttpResponse:
    """List the tickets a person holds, and those they bought for others, at the conferences of this host."""
    groups = tickets_by_conference(request.user, scope.conferences_of_site(request))
    context = {"groups": [{"tickets": group, "dates": dates_text(group.conference)} for group in groups]}
    return render(request, "portal/tickets/list.html", context)


@never_cache
@login_required
@require_safe
def ticket(request: HttpRequest, code: str) -> HttpResponse:
    """Show one ticket to its holder, or to who bought it."""
    seen = ticket_for(request, code)
    found, conference = seen.ticket, seen.ticket.conference
    asked = asked_of(questions_of(conference), found) if seen.is_holder else []
    profile = getattr(found, "profile", None) if asked else None
    may = possible_of(seen)
    context = {
        "seen": seen,
        "ticket": found,
        "conference": conference,
        "dates": dates_text(conference),
        "until": deadline_words(may.until, conference),
        "may": may,
        "may_be_own": may.claim and not held_by(request.user, conference),
        "addons": [addon.line.description for addon in found.live_addons],
        "asked": asked,
        "missing": unanswered(asked, profile),
        "has_answered": has_answered(asked, profile),
        "claim_url": request.build_absolute_uri(reverse("portal_claim", args=[found.claim_token])),
        "order_url": extension.url_for(conference, "order", reference=found.order.reference) if seen.is_buyer else "",
    }
    return render(request, "portal/tickets/ticket.html", context)


@never_cache
@login_required
@require_safe
def ticket_pdf(request: HttpRequest, code: str) -> HttpResponse:
    """Hand out the ticket on paper, to its holder, and to its buyer until somebody else has claimed it."""
    seen = _with_code(request, code)
    printable = list(ticket_files.printable().filter(pk=seen.ticket.pk))
    if not printable:
        raise Http404
    name = ticket_files.file_name(seen.ticket.conference, seen.ticket.access_code)
    return drawn(request, lambda: ticket_files.tickets_pdf(printable), name=name)


@never_cache
@login_required
@require_safe
def ticket_calendar(request: HttpRequest, code: str) -> HttpResponse:
    """Hand out the days of the conference for a calendar."""
    conference = ticket_for(request, code).ticket.conference
    content = calendar_file.conference_days(conference, code=code)
    name = calendar_file.file_name(conference)
    return attached(request, lambda: content, name=name, content_type=calendar_file.CONTENT_TYPE)


@never_cache
@login_required
@require_safe
def ticket_qr(request: HttpRequest, code: str) -> HttpResponse:
    """Draw the code that is shown at the entrance; a ticket that ended has none, and who must not see it gets none."""
    found = _with_code(request, code).ticket
    if found.revoked_at:
        raise Http404
    return HttpResponse(qr_svg(ticket_files.qr_text(found)), content_type=SVG)


def _with_code(request: HttpRequest, code: str) -> Seen:
    """Return the ticket for who is shown its code; `Http404` for its buyer once somebody else has claimed it."""
    seen = ticket_for(request, code)
    if not seen.has_code:
        raise Http404
    return seen
