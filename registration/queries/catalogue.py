"""All products of a conference, read once."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from django.db.models import BigIntegerField, BooleanField, CharField, F, QuerySet, TextField, Value
from django.db.models.functions import Cast

from conference.models import Conference
from registration.models import AddOn, Product, TicketType
from registration.queries.prepared import Prepared, number_slot

SHARED = (
    "pk",
    "name",
    "slug",
    "description",
    "price",
    "tax_rate",
    "available_from",
    "available_until",
    "total_quantity",
    "is_active",
    "bulk_enabled",
    "order",
    "created_at",
    "updated_at",
)
OF_TICKETS = ("includes", "limit_per_user", "requires_voucher")


def key_of(product: Product) -> str:
    """Return how pages, forms and baskets name a product: "ticket-5"."""
    return f"{product.kind}-{product.pk}"


@dataclass(frozen=True)
class Catalogue:
    """The products in the order of the list, those that are not on sale included; add-ons know their required tickets."""

    tickets: tuple[TicketType, ...]
    addons: tuple[AddOn, ...]

    @property
    def products(self) -> tuple[Product, ...]:
        """Tickets first, then add-ons."""
        return (*self.tickets, *self.addons)

    def known(self, product: Product) -> Product:
        """Return a product as it stands here; one that is not of this catalogue as it is."""
        return next((own for own in self.products if own == product), product)

    def by_key(self) -> dict[str, Product]:
        """Return the products by the names that pages use for them."""
        return {key_of(product): product for product in self.products}


def load_catalogue(conference: Conference) -> Catalogue:
    """Return the conference's products (one SQL statement)."""
    tickets: dict[int, TicketType] = {}
    addons: dict[int, AddOn] = {}
    required: dict[int, list[int]] = {}
    for model, values, ticket in _rows(conference):
        if model is TicketType:
            tickets[values["pk"]] = _stored(model, values, conference)
            continue
        if values["pk"] not in addons:
            addons[values["pk"]] = _stored(model, values, conference)
        required.setdefault(values["pk"], []).append(ticket)
    for pk, addon in addons.items():
        _know_required(addon, _listed(tickets[key] for key in required[pk] if key in tickets))
    return Catalogue(tuple(_listed(tickets.values())), tuple(_listed(addons.values())))


def _rows(conference: Conference) -> Iterator[tuple[type[Product], dict, int | None]]:
    """Yield (model, values, required ticket type): tickets once, add-ons once for each ticket type that they require."""
    for kind, *values, ticket in _both_kinds().ask(conference=conference.pk):
        if kind == TicketType.kind:
            yield TicketType, dict(zip((*SHARED, *OF_TICKETS), values, strict=True)), ticket
        else:
            yield AddOn, dict(zip(SHARED, values[: len(SHARED)], strict=True)), ticket


@cache
def _both_kinds() -> Prepared:
    of_ticket = {f"own_{name}": F(name) for name in OF_TICKETS}
    of_addon = {
        "own_includes": Value("", TextField()),
        "own_limit_per_user": Cast(Value(None), TicketType._meta.get_field("limit_per_user").__class__()),
        "own_requires_voucher": Value(False, BooleanField()),
    }
    parts: list[QuerySet] = []
    for model, own, ticket in (
        (TicketType, of_ticket, Cast(Value(None), BigIntegerField())),
        (AddOn, of_addon, F("requires_ticket_types")),
    ):
        rows = model.objects.filter(conference=number_slot("conference")).order_by()
        rows = rows.annotate(product_kind=Value(model.kind, CharField()), **own, ticket=Cast(ticket, BigIntegerField()))
        parts.append(rows.values_list("product_kind", *SHARED, *(f"own_{name}" for name in OF_TICKETS), "ticket"))
    return Prepared(parts[0].union(parts[1], all=True))


def _stored(model: type[Product], values: dict, conference: Conference) -> Product:
    product = model(**values, conference=conference)
    product._state.adding, product._state.db = False, conference._state.db
    return product


def _listed(products: Iterator[Product]) -> list[Product]:
    return sorted(products, key=lambda product: (product.order, product.name, product.pk))


def _know_required(addon: AddOn, tickets: list[TicketType]) -> None:
    """Put the tickets where `prefetch_related` would, so that nobody asks the database for them again."""
    found = TicketType.objects.all()
    found._result_cache, found._prefetch_done = tickets, True
    addon._prefetched_objects_cache = {"requires_ticket_types": found}
