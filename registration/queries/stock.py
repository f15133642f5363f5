"""What is taken and what limits it: one SQL statement for everything that is concerned.

Counts and limits have keys: `ticket:5`, `addon:3`, `capacity`, `voucher:7`, `discountforproduct:2` (a limited
condition), and `buyer:5` (a buyer's own units of a ticket type). Taken is what orders have that are paid, or that wait
for payment and are still held; refunded units are not.
"""

from collections.abc import Collection
from dataclasses import dataclass, field

from django.db import connections
from django.db.models import BigIntegerField, CharField, Count, F, QuerySet, Sum, Value
from django.db.models.functions import Cast, Coalesce, Concat, Least

from conference.models import Conference
from registration.models import (
    LIMITED_CONDITIONS,
    AddOn,
    Order,
    OrderLineItem,
    Product,
    TicketType,
    Voucher,
    takes_stock,
)

CAPACITY = "capacity"
LIMITED = {model._meta.model_name: model for model in LIMITED_CONDITIONS}


def stock_key(product: Product) -> str:
    """Return the key of a product's stock; pages and forms name a product otherwise (`queries.catalogue.key_of`)."""
    return f"{product.kind}:{product.pk}"


@dataclass(frozen=True)
class Concerned:
    """What a count is about: primary keys of products and vouchers, keys of conditions, and the buyer."""

    tickets: Collection[int] = ()
    addons: Collection[int] = ()
    vouchers: Collection[int] = ()
    conditions: Collection[str] = ()
    buyer: int | None = None


@dataclass(frozen=True)
class Counts:
    """What is taken, and the limits; 0 is no limit except for a voucher, whose limit is always one."""

    taken: dict[str, int] = field(default_factory=dict)
    limits: dict[str, int] = field(default_factory=dict)

    def left(self, key: str) -> int | None:
        """Return how many are left, `None` for no limit; below 0 when staff lowered the limit."""
        limit = self.limits.get(key, 0)
        if not limit and not key.startswith("voucher:"):
            return None
        return limit - self.taken.get(key, 0)

    def left_of(self, product: Product) -> int | None:
        """Return how many of a product can be sold: its own stock, and for tickets the places of the event."""
        own = self.left(stock_key(product))
        places = self.left(CAPACITY) if isinstance(product, TicketType) else None
        known = [number for number in (own, places) if number is not None]
        return min(known) if known else None


def count(conference: Conference, concerned: Concerned) -> Counts:
    """Return what is taken of everything concerned, and its limits as they are stored now (one SQL statement)."""
    return Counting(conference, concerned).answer()


class Counting:
    """The one statement of a count, composed when made and asked later: composing takes longer than a lock should."""

    def __init__(self, conference: Conference, concerned: Concerned) -> None:
        first, *others = [*_limits(conference, concerned), *_taken(conference, concerned)]
        rows = first.union(*others, all=True)
        self._connection = connections[rows.db]
        self._sql, self._params = rows.query.get_compiler(rows.db).as_sql()

    def answer(self) -> Counts:
        """Return the counts as they are now (one SQL statement)."""
        taken: dict[str, int] = {}
        limits: dict[str, int] = {}
        with self._connection.cursor() as cursor:
            cursor.execute(self._sql, self._params)
            for what, key, number in cursor.fetchall():
                side = limits if what == "limit" else taken
                side[key] = side.get(key, 0) + number
        taken[CAPACITY] = taken.pop("tickets", 0)
        return Counts(taken, limits)


def count_products(conference: Conference, *, buyer: int | None = None) -> Counts:
    """Return the counts of all products of a conference (one SQL statement)."""
    return count(
        conference, Concerned(tickets=_all(TicketType, conference), addons=_all(AddOn, conference), buyer=buyer)
    )


def _all(model: type[Product], conference: Conference) -> QuerySet:
    return model.objects.filter(conference=conference).values("pk")


def _row(rows: QuerySet, what: str, key: object, number: object) -> QuerySet:
    """Return rows of (what, key, number), in a form that all parts of the union share."""
    return (
        rows.order_by()
        .annotate(what=Value(what, output_field=CharField()), key=key)
        .values("what", "key")
        .annotate(number=Cast(Coalesce(number, 0), BigIntegerField()))
        .values_list("what", "key", "number")
    )


def _named(prefix: str, column: str = "pk") -> Concat:
    return Concat(Value(f"{prefix}:"), Cast(F(column), CharField()), output_field=CharField())


def _limits(conference: Conference, concerned: Concerned) -> list[QuerySet]:
    places = Conference.objects.filter(pk=conference.pk)
    parts = [_row(places, "limit", Value(CAPACITY, output_field=CharField()), F("total_capacity"))]
    tickets = TicketType.objects.filter(pk__in=concerned.tickets)
    parts.append(_row(tickets, "limit", _named("ticket"), F("total_quantity")))
    parts.append(_row(AddOn.objects.filter(pk__in=concerned.addons), "limit", _named("addon"), F("total_quantity")))
    if concerned.buyer is not None:
        parts.append(_row(tickets, "limit", _named("buyer"), F("limit_per_user")))
    if concerned.vouchers:
        vouchers = Voucher.objects.filter(pk__in=concerned.vouchers)
        parts.append(_row(vouchers, "limit", _named("voucher"), F("max_uses")))
    for kind, keys in _by_kind(concerned.conditions).items():
        parts.append(_row(LIMITED[kind].objects.filter(pk__in=keys), "limit", _named(kind), F("limit")))
    return parts


def _taken(conference: Conference, concerned: Concerned) -> list[QuerySet]:
    lines = OrderLineItem.objects.filter(order__conference=conference).taking_stock()
    units = Sum(F("quantity") - F("refunded_quantity"))
    tickets = lines.filter(ticket_type__isnull=False)
    parts = [
        _row(tickets.filter(ticket_type__in=concerned.tickets), "taken", _named("ticket", "ticket_type_id"), units),
        _row(lines.filter(addon__in=concerned.addons), "taken", _named("addon", "addon_id"), units),
    ]
    if conference.total_capacity:
        parts.append(_row(tickets, "taken", Value("tickets", output_field=CharField()), units))
    if concerned.buyer is not None:
        own = tickets.filter(order__user=concerned.buyer, ticket_type__in=concerned.tickets)
        parts.append(_row(own, "taken", _named("buyer", "ticket_type_id"), units))
    if concerned.vouchers:
        orders = Order.objects.filter(takes_stock(), voucher__in=concerned.vouchers)
        parts.append(_row(orders, "taken", _named("voucher", "voucher_id"), Count("pk")))
    if concerned.conditions:
        used = Sum(Least(F("condition_units"), F("quantity") - F("refunded_quantity")))
        parts.append(_row(lines.filter(condition_key__in=concerned.conditions), "taken", F("condition_key"), used))
    return parts


def _by_kind(keys: Collection[str]) -> dict[str, list[int]]:
    """Return {kind: primary keys} of those conditions that count their uses."""
    found: dict[str, list[int]] = {}
    for key in keys:
        kind, _colon, number = key.partition(":")
        if kind in LIMITED:
            found.setdefault(kind, []).append(int(number))
    return found
