"""Tickets in hand. Diets and access needs are shown to those only who hold the right to see them."""

from django.contrib.admin import SimpleListFilter
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from conference import scope
from registration.models import Attendee, AttendeeProfile, TicketType
from registration.models.profiles import ANSWERS
from staff.registration.ledgers import LedgerInspectView, ShopLedger

SEE_ANSWERS = "registration.view_attendeeprofile"


class StateFilter(SimpleListFilter):
    """Claimed, unclaimed or ended."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, _request: HttpRequest, _ledger: ShopLedger) -> list[tuple[str, str]]:
        """Return the choices."""
        return [("claimed", _("Claimed")), ("unclaimed", _("Not claimed")), ("revoked", _("Ended"))]

    def queryset(self, _request: HttpRequest, tickets: QuerySet) -> QuerySet:
        """Return the tickets in the chosen state."""
        chosen = {
            "claimed": {"revoked_at__isnull": True, "user__isnull": False},
            "unclaimed": {"revoked_at__isnull": True, "user__isnull": True},
            "revoked": {"revoked_at__isnull": False},
        }
        return tickets.filter(**chosen.get(self.value(), {}))


class TicketFilter(SimpleListFilter):
    """The kind of ticket, offering those of this conference."""

    title = _("ticket")
    parameter_name = "ticket"

    def lookups(self, request: HttpRequest, _ledger: ShopLedger) -> list[tuple[str, str]]:
        """Return the choices (one SQL statement)."""
        kinds = scope.within(TicketType.objects.order_by("order", "name"), scope.staff_conference(request))
        return [(str(pk), name) for pk, name in kinds.values_list("pk", "name")]

    def queryset(self, _request: HttpRequest, tickets: QuerySet) -> QuerySet:
        """Return the tickets of the chosen kind."""
        known = {value for value, _name in self.lookup_choices}
        return tickets.filter(line__ticket_type=self.value()) if self.value() in known else tickets


class AttendeeInspectView(LedgerInspectView):
    """One ticket with its answers."""

    def get_fields_dict(self) -> list[dict]:
        """Return the fields; the answers for those who may see them."""
        fields = super().get_fields_dict()
        profile = getattr(self.instance, "profile", None)
        if profile is None or not self.model_admin.may_see_answers(self.request):
            return fields
        return fields + [
            {
                "type": "answer",
                "label": AttendeeProfile._meta.get_field(name).verbose_name,
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
    menu_order = 30
    list_display = ("holder", "address", "ticket", "state", "order_link")
    list_filter = (StateFilter, TicketFilter)
    list_select_related = ("user", "order", "line", "profile")
    search_fields = (
        *("name", "email", "user__name", "user__email", "access_code"),
        *("order__reference", "order__billing_name", "order__billing_email"),
    )
    ordering = ("order", "line", "unit", "pk")
    list_export = ("holder", "address", "ticket", "state", "reference_of_order", "access_code", "checked_in_at")
    export_permission = "registration.export_attendee"
    export_filename = "attendees"
    inspect_view_class = AttendeeInspectView
    inspect_view_fields = [
        *("holder", "address", "ticket", "addons", "state", "order_link", "claimed_at", "conduct_accepted_at"),
        *("completed_registration", "checked_in_at", "revoked_at"),
    ]

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
        """Return in words how far the ticket is."""
        return state_of(ticket)

    state.short_description = _("state")

    def addons(self, ticket: Attendee) -> str:
        """Return what goes with it."""
        found = ticket.addons.filter(revoked_at__isnull=True).select_related("line")
        return ", ".join(unit.line.description for unit in found) or "–"

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


def answer_of(profile: AttendeeProfile | None, name: str) -> str:
    """Return an answer in words, "" for none."""
    if profile is None:
        return ""
    words = getattr(profile, f"get_{name}_display", None)
    return str(words() if words else getattr(profile, name) or "")
