"""What narrows the list of tickets in hand: their state, their kind, the add-ons that go with them."""

from django.contrib.admin import SimpleListFilter
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from common.ledgers import Ledger
from conference import scope
from registration.models import AddOn, AttendeeAddOn, TicketType


class StateFilter(SimpleListFilter):
    """Claimed, unclaimed or ended."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, _request: HttpRequest, _ledger: Ledger) -> list[tuple[str, str]]:
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

    def lookups(self, request: HttpRequest, _ledger: Ledger) -> list[tuple[str, str]]:
        """Return the choices (one SQL statement)."""
        kinds = scope.within(TicketType.objects.order_by("order", "name"), scope.staff_conference(request))
        return [(str(pk), name) for pk, name in kinds.values_list("pk", "name")]

    def queryset(self, _request: HttpRequest, tickets: QuerySet) -> QuerySet:
        """Return the tickets of the chosen kind."""
        known = {value for value, _name in self.lookup_choices}
        return tickets.filter(line__ticket_type=self.value()) if self.value() in known else tickets


class AddOnFilter(SimpleListFilter):
    """Who has an add-on: the caterer's list, the workshop's list. Offers the add-ons of this conference."""

    title = _("add-on")
    parameter_name = "addon"

    def lookups(self, request: HttpRequest, _ledger: Ledger) -> list[tuple[str, str]]:
        """Return the choices (one SQL statement)."""
        addons = scope.within(AddOn.objects.order_by("order", "name"), scope.staff_conference(request))
        return [(str(pk), name) for pk, name in addons.values_list("pk", "name")]

    def queryset(self, _request: HttpRequest, tickets: QuerySet) -> QuerySet:
        """Return the tickets with which a unit of the chosen add-on goes."""
        if self.value() not in {value for value, _name in self.lookup_choices}:
            return tickets
        units = AttendeeAddOn.objects.filter(line__addon=self.value(), revoked_at__isnull=True)
        return tickets.filter(pk__in=units.values("attendee"))
