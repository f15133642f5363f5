"""Tickets in hand. Diets and access needs are shown to those only who hold the right to see them."""

from collections import Counter

from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from conference import scope
from conference.models import Conference
from registration.models import Attendee, AttendeeAddOn, AttendeeProfile
from registration.models.profiles import ANSWERS
from staff.registration.ledgers.attendee_filters import AddOnFilter, StateFilter, TicketFilter
from staff.registration.ledgers.base import LedgerInspectView, ShopLedger
from staff.registration.orders.end_tickets import end_url

SEE_ANSWERS = "registration.view_attendeeprofile"


class AttendeeInspectView(LedgerInspectView):
    """One ticket with its answers, and the way to end it."""

    def get_context_data(self, **kwargs: object) -> dict:
        """Return the template's values."""
        return super().get_context_data(end_url=end_url(self.request.user, self.instance), **kwargs)

    def get_fields_dict(self) -> list[dict]:
        """Return the fields; the answers for those who may see them."""
        fields = super().get_fields_dict()
        profile = getattr(self.instance, "profile", None)
        if profile is None or not self.model_admin.may_see_answers(self.request):
            return fields
        return fields + [
            {
                "type": "answer",
                "label": self.get_field_label(name),  # the holder's words would read oddly to staff
                "value": answer_of(profile, name) or "–",
            }
            for name in ANSWERS
        ]


class AttendeeLedger(ShopLedger):
    """The ledger of tickets in hand."""

    model = Attendee
    base_url_path = "registration/attendees"
    menu_label = _("Attendees")
    menu_icon = "group"
    empty_text = _("No tickets in hand yet: a paid order makes one for each person.")
    menu_order = 30
    list_display = ("holder", "address", "ticket", "addons", "state", "order_link")
    list_filter = (StateFilter, TicketFilter, AddOnFilter)
    list_select_related = ("user", "order", "line", "profile")
    search_fields = (
        *("name", "email", "user__name", "user__email", "access_code"),
        *("order__reference", "order__billing_name", "order__billing_email"),
    )
    ordering = ("order", "line", "unit", "pk")
    list_export = (
        *("holder", "address", "ticket", "addons", "state", "reference_of_order", "access_code", "checked_in_at"),
    )
    export_permission = "registration.export_attendee"
    export_filename = "attendees"
    inspect_view_class = AttendeeInspectView
    inspect_template_name = "staff/registration/attendee.html"
    inspect_view_fields = [
        *("holder", "address", "ticket", "addons", "state", "order_link", "claimed_at", "conduct_accepted_at"),
        *("completed_registration", "checked_in_at", "revoked_at"),
    ]

    def rows(self, request: HttpRequest, conference: Conference) -> QuerySet:
        """Return the tickets, each with its add-ons (one SQL statement for all)."""
        units = AttendeeAddOn.objects.filter(revoked_at__isnull=True).select_related("line")
        return super().rows(request, conference).prefetch_related(Prefetch("addons", units, to_attr="live_addons"))

    def get_list_export(self, request: HttpRequest) -> tuple[str, ...]:
        """Return the columns of the export, answers among them for those who may see them."""
        columns = super().get_list_export(request)
        return (*columns, *ANSWERS) if columns and self.may_see_answers(request) else columns

    def may_see_answers(self, request: HttpRequest) -> bool:
        """Return whether the staff member may read what attendees told, health data among it."""
        return scope.may(request.user, SEE_ANSWERS, scope.staff_conference(request))

    def holder(self, ticket: Attendee) -> str:
        """Return who has it, as far as known."""
        return (ticket.user.name if ticket.user else "") or ticket.name or str(_("(not named)"))

    holder.short_description = _("holder")
    holder.admin_order_field = "name"

    def address(self, ticket: Attendee) -> str:
        """Return where its mails go."""
        return ticket.user.email if ticket.user else ticket.email

    address.short_description = _("e-mail")
    address.admin_order_field = "email"

    def ticket(self, ticket: Attendee) -> str:
        """Return which kind of ticket it is."""
        return ticket.line.description if ticket.line else ""

    ticket.short_description = _("ticket")
    ticket.admin_order_field = "line__description"

    def state(self, ticket: Attendee) -> str:
        """Return in words how far the ticket is, and whether it comes from a test."""
        state = state_of(ticket)
        return str(_("%(state)s (test)") % {"state": state}) if ticket.order and ticket.order.is_test else state

    state.short_description = _("state")

    def addons(self, ticket: Attendee) -> str:
        """Return what goes with it, for caterers and workshops."""
        return addon_words(ticket) or "–"

    addons.short_description = _("add-ons")

    def pronouns(self, ticket: Attendee) -> str:
        """Return an answer, for exports."""
        return answer_of(getattr(ticket, "profile", None), "pronouns")

    pronouns.short_description = _("pronouns")

    def shirt_size(self, ticket: Attendee) -> str:
        """Return an answer, for exports."""
        return answer_of(getattr(ticket, "profile", None), "shirt_size")

    shirt_size.short_description = _("shirt size")

    def dietary_needs(self, ticket: Attendee) -> str:
        """Return an answer, for exports."""
        return answer_of(getattr(ticket, "profile", None), "dietary_needs")

    dietary_needs.short_description = _("diet")

    def accessibility(self, ticket: Attendee) -> str:
        """Return an answer, for exports."""
        return answer_of(getattr(ticket, "profile", None), "accessibility")

    accessibility.short_description = _("accessibility")


def state_of(ticket: Attendee) -> str:
    """Return in words how far a ticket is."""
    if ticket.revoked_at:
        return str(_("Ended"))
    if ticket.user_id is None:
        return str(_("Not claimed"))
    return str(_("Complete") if ticket.completed_registration else _("Questions open"))


def addon_words(ticket: Attendee) -> str:
    """Return the add-ons that go with a ticket, "" for none; several of a kind with their number."""
    live = getattr(ticket, "live_addons", None)  # of a ledger's row; a single ticket is asked
    units = ticket.addons.filter(revoked_at__isnull=True).select_related("line") if live is None else live
    numbers = Counter(unit.line.description for unit in units)
    return ", ".join(f"{number} × {what}" if number > 1 else what for what, number in numbers.items())


def answer_of(profile: AttendeeProfile | None, name: str) -> str:
    """Return an answer in words, "" for none."""
    if profile is None:
        return ""
    words = getattr(profile, f"get_{name}_display", None)
    return str(words() if words else getattr(profile, name) or "")
