"""What is taken and what limits it: one SQL statement for everything that is concerned.

Counts and limits have keys: `ticket:5`, `addon:3`, `capacity`, `voucher:7`, `discountforproduct:2` (a limited
condition), and `buyer:5` (a buyer's own units of a ticket type). Taken is what orders have that are paid, or that wait
for payment and are still held; refunded units are not.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from functools import lru_cache

from django.db.models import (
    BigIntegerField,
    CharField,
    Count,
    Expression,
    F,
    Q,
    QuerySet,
    Sum,
    Value,
)
from django.db.models.functions import Cast, Coalesce, Least
from django.utils import timezone

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
from registration.queries.prepared import AnyOf, Prepared, number_slot, time_slot

CAPACITY = "capacity"
LIMITED = {model._meta.model_name: model for model in LIMITED_CONDITIONS}
NO_NUMBER = Cast(Value(None), BigIntegerField())
CONFERENCE, BUYER, NOW = number_slot("conference"), number_slot("buyer"), time_slot("now")


def stock_key(product: Product) -> str:
    """Return the key of a product's stock; pages and forms name a product otherwise (`queries.catalogue.key_of`)."""
    return f"{product.kind}:{product.pk}"


@dataclass(frozen=True)
class Concerned:
    """What a count is about: primary keys of products and vouchers, keys of conditions, and the buyer.

    `all_products` are those of the conference, whatever `tickets` and `addons` name.
    """

    tickets: Collection[int] = ()
    addons: Collection[int] = ()
    vouchers: Collection[int] = ()
    conditions: Collection[str] = ()
    buyer: int | None = None
    all_products: bool = False


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
    """The one statement of a count, prepared when made and asked later: what can be done before a lock is not done in it."""

    def __init__(self, conference: Conference, concerned: Concerned) -> None:
        kinds = _by_kind(concerned.conditions)
        self._statement = _prepared(
            _Shape(
                all_products=concerned.all_products,
                tickets=bool(concerned.tickets),
                addons=bool(concerned.addons),
                vouchers=bool(concerned.vouchers),
                kinds=tuple(sorted(kinds)),
                capacity=bool(conference.total_capacity),
                buyer=concerned.buyer is not None,
            )
        )
        self._values = {
            "conference": conference.pk,
            "buyer": concerned.buyer,
            "tickets": concerned.tickets,
            "addons": concerned.addons,
            "vouchers": concerned.vouchers,
            "conditions": [f"{kind}:{pk}" for kind, keys in kinds.items() for pk in keys],
            **kinds,
        }

    def answer(self) -> Counts:
        """Return the counts as they are now (one SQL statement)."""
        taken: dict[str, int] = {}
        limits: dict[str, int] = {}
        for what, kind, pk, number, own in self._statement.ask(now=timezone.now(), **self._values):
            side = limits if what == "limit" else taken
            side[kind if pk is None else f"{kind}:{pk}"] = number
            if kind == TicketType.kind and own is not None:
                side[f"buyer:{pk}"] = own
        tickets = [number for key, number in taken.items() if key.startswith(f"{TicketType.kind}:")]
        taken[CAPACITY] = sum(tickets) if limits[CAPACITY] else 0
        return Counts(taken, limits)


def count_products(conference: Conference, *, buyer: int | None = None) -> Counts:
    """Return the counts of all products of a conference (one SQL statement)."""
    return count(conference, Concerned(all_products=True, buyer=buyer))


@dataclass(frozen=True)
class _Shape:
    """Which parts a count is made of. Statements of the same shape differ in their values alone."""

    all_products: bool
    tickets: bool
    addons: bool
    vouchers: bool
    kinds: tuple[str, ...]
    capacity: bool
    buyer: bool


@lru_cache(maxsize=256)
def _prepared(shape: _Shape) -> Prepared:
    first, *others = [*_limits(shape), *_taken(shape)]
    return Prepared(first.union(*others, all=True))


def _limits(shape: _Shape) -> list[QuerySet]:
    parts = [_row(Conference.objects.filter(pk=CONFERENCE), "limit", CAPACITY, F("total_capacity"), pk=NO_NUMBER)]
    for model, is_asked in ((TicketType, shape.tickets), (AddOn, shape.addons)):
        if shape.all_products:
            products = model.objects.filter(conference=CONFERENCE)
        elif is_asked:
            products = model.objects.filter(AnyOf(F("pk"), f"{model.kind}s"))
        else:
            continue
        own = F("limit_per_user") if shape.buyer and model is TicketType else NO_NUMBER
        parts.append(_row(products, "limit", model.kind, F("total_quantity"), own=own))
    if shape.vouchers:
        parts.append(_row(Voucher.objects.filter(AnyOf(F("pk"), "vouchers")), "limit", "voucher", F("max_uses")))
    limited = [(kind, LIMITED[kind].objects.filter(AnyOf(F("pk"), kind))) for kind in shape.kinds]
    return [*parts, *(_row(conditions, "limit", kind, F("limit")) for kind, conditions in limited)]


def _taken(shape: _Shape) -> list[QuerySet]:
    lines = OrderLineItem.objects.filter(order__conference=CONFERENCE).taking_stock(now=NOW)
    units = F("quantity") - F("refunded_quantity")
    parts = []
    for model, is_asked in ((TicketType, shape.tickets or shape.capacity), (AddOn, shape.addons)):
        name, is_ticket = model.line_field, model is TicketType
        if shape.all_products or (is_ticket and shape.capacity):
            sold = lines.filter(**{f"{name}__isnull": False})
        elif is_asked:
            sold = lines.filter(AnyOf(F(name), f"{model.kind}s"))
        else:
            continue
        own = Sum(units, filter=Q(order__user=BUYER)) if shape.buyer and is_ticket else NO_NUMBER
        parts.append(_row(sold, "taken", model.kind, Sum(units), pk=F(name), own=own))
    if shape.vouchers:
        orders = Order.objects.filter(takes_stock(now=NOW), AnyOf(F("voucher"), "vouchers"))
        parts.append(_row(orders, "taken", "voucher", Count("pk"), pk=F("voucher")))
    if shape.kinds:
        used = Sum(Least(F("condition_units"), F("quantity") - F("refunded_quantity")))
        found = lines.filter(AnyOf(F("condition_key"), "conditions"))
        parts.append(_row(found, "taken", F("condition_key"), used, pk=NO_NUMBER))
    return parts


def _row(
    rows: QuerySet,
    what: str,
    kind: str | F,
    number: Expression | F,
    *,
    pk: Expression | F = F("pk"),  # noqa: B008 - an expression is never changed
    own: Expression | F = NO_NUMBER,
) -> QuerySet:
    """Return rows of (what, kind, key, number, own), in a form that all parts of the union share.

    `own` is the buyer's: their limit, or their units. The kind names the row alone where there is no key.
    """
    return (
        rows.order_by()
        .annotate(
            what=Value(what, output_field=CharField()),
            kind=Cast(Value(kind) if isinstance(kind, str) else kind, CharField()),
            key=Cast(pk, BigIntegerField()),
        )
        .values("what", "kind", "key")
        .annotate(
            number=Cast(Coalesce(number, 0), BigIntegerField()),
            own=Cast(own, BigIntegerField()),
        )
        .values_list("what", "kind", "key", "number", "own")
    )


def _by_kind(keys: Collection[str]) -> dict[str, list[int]]:
    """Return {kind: primary keys} of those conditions that count their uses."""
    found: dict[str, list[int]] = {}
    for key in dict.fromkeys(keys):
        kind, _colon, number = key.partition(":")
        if kind in LIMITED:
            found.setdefault(kind, []).append(int(number))
    return found
