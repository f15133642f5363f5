"""What a discount says that needs no code: what it takes off, of which products, and how often."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from registration.models import AddOn, DiscountForCategory, Product
from registration.windows import Window, window_at

PERCENTAGE = "percentage"


@dataclass(frozen=True)
class Scope:
    """The products that a discount covers, by primary key; both empty: everything."""

    tickets: frozenset[int] = frozenset()
    addons: frozenset[int] = frozenset()

    def covers(self, product: Product) -> bool:
        """Return whether the product lies in the scope."""
        if not self.tickets and not self.addons:
            return True
        return product.pk in (self.addons if isinstance(product, AddOn) else self.tickets)


@dataclass(frozen=True)
class Rule:
    """One condition, whatever its kind. `flags` are the kind's two questions, `asks` the groups or tickets it asks for.

    `had` are the units of products, by (is it an add-on?, primary key), for which this buyer got it in other orders.
    """

    kind: str
    pk: int
    name: str
    priority: int
    discount_type: str
    value: Decimal
    max_quantity: int
    start: datetime | None
    end: datetime | None
    limit: int
    used: int
    flags: tuple[bool, bool]
    scope: Scope = Scope()
    asks: frozenset[int] = frozenset()
    had: Mapping[tuple[bool, int], int] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """How order lines name it."""
        return f"{self.kind}:{self.pk}"

    @property
    def units_left(self) -> int | None:
        """How many units it may still take something off, `None` for no limit."""
        return max(0, self.limit - self.used) if self.limit else None

    def most_of(self, product: Product) -> int | None:
        """Return from how many units of a product it may take something off in one order, `None` for no limit."""
        had = self.had.get((isinstance(product, AddOn), product.pk), 0)
        return max(0, self.max_quantity - had) if self.max_quantity else None

    def covers(self, product: Product) -> bool:
        """Return whether it takes something off this product."""
        if self.kind == DiscountForCategory._meta.model_name:
            on_tickets, on_addons = self.flags
            return on_addons if isinstance(product, AddOn) else on_tickets
        return self.scope.covers(product)

    def is_running(self, now: datetime) -> bool:
        """Return whether now lies in its time, and some of its units are left."""
        return window_at(now, start=self.start, end=self.end) is Window.OPEN and self.units_left != 0
