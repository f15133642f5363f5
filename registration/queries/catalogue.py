"""All products of a conference, read once."""

from dataclasses import dataclass

from django.db.models import F

from conference.models import Conference
from registration.models import AddOn, Product, TicketType

TICKET, ADDON = "ticket", "addon"


def key_of(product: Product) -> str:
    """Return how pages, forms and baskets name a product: "ticket-5"."""
    return f"{ADDON if isinstance(product, AddOn) else TICKET}-{product.pk}"


@dataclass(frozen=True)
class Catalogue:
    """The products in the order of the list, those that are not on sale included; add-ons know their required tickets."""

    tickets: tuple[TicketType, ...]
    addons: tuple[AddOn, ...]

    @property
    def products(self) -> tuple[Product, ...]:
        """Tickets first, then add-ons."""
        return (*self.tickets, *self.addons)

    def by_key(self) -> dict[str, Product]:
        """Return the products by the names that pages use for them."""
        return {key_of(product): product for product in self.products}


def load_catalogue(conference: Conference) -> Catalogue:
    """Return the conference's products (two SQL statements)."""
    tickets = {ticket.pk: ticket for ticket in TicketType.objects.filter(conference=conference)}
    for ticket in tickets.values():
        ticket.conference = conference
    addons: dict[int, AddOn] = {}
    required: dict[int, list[TicketType]] = {}
    for addon in AddOn.objects.filter(conference=conference).annotate(required=F("requires_ticket_types")):
        addon.conference = conference
        addons.setdefault(addon.pk, addon)
        required.setdefault(addon.pk, []).extend([tickets[addon.required]] if addon.required in tickets else [])
    for addon in addons.values():
        _know_required(addon, sorted(required[addon.pk], key=lambda ticket: (ticket.order, ticket.name)))
    return Catalogue(tuple(tickets.values()), tuple(addons.values()))


def _know_required(addon: AddOn, tickets: list[TicketType]) -> None:
    """Put the tickets where `prefetch_related` would, so that nobody asks the database for them again."""
    found = TicketType.objects.all()
    found._result_cache, found._prefetch_done = tickets, True
    addon._prefetched_objects_cache = {"requires_ticket_types": found}
