"""What staff see beside a product: how many are sold, waiting and left, and whether it can be bought at present."""

from django.db.models import F, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from registration.models import PAID_STATES, OrderLineItem, Product
from registration.services.selling.offers import Sale, sale_of


def with_sales(products: QuerySet) -> QuerySet:
    """Return the products, each with `units_sold` and `units_waiting` (in the one SQL statement that reads them)."""
    lines = OrderLineItem.objects.taking_stock()
    paid = Q(order__status__in=PAID_STATES)
    return products.annotate(
        units_sold=_units(lines.filter(paid), products.model),
        units_waiting=_units(lines.exclude(paid), products.model),
    )


def left_of(product: Product) -> int | None:
    """Return how many of a product from `with_sales` are left, `None` for no limit; below 0 when staff lowered it."""
    if not product.total_quantity:
        return None
    return product.total_quantity - product.units_sold - product.units_waiting


def state_of(product: Product) -> str:
    """Return in words whether a product from `with_sales` can be bought now."""
    if not product.is_active:
        return _("Off")
    sale = sale_of(product, left_of(product), timezone.now())
    if sale == Sale.OPEN and getattr(product, "requires_voucher", False):
        return _("Hidden")
    return {
        Sale.OVER: _("Sale is over"),
        Sale.SOLD_OUT: _("Sold out"),
        Sale.NOT_YET: _("Not yet on sale"),
        Sale.OPEN: _("On sale"),
    }[sale]


def can_be_bought(product: Product) -> bool:
    """Return whether somebody, perhaps with a voucher, can buy a product from `with_sales` now."""
    return product.is_active and sale_of(product, left_of(product), timezone.now()) == Sale.OPEN


def _units(lines: QuerySet, model: type[Product]) -> Coalesce:
    name = model.line_field
    units = (
        lines.filter(**{name: OuterRef("pk")})
        .order_by()
        .values(name)
        .annotate(units=Sum(F("quantity") - F("refunded_quantity")))
        .values("units")
    )
    return Coalesce(Subquery(units, output_field=IntegerField()), Value(0))
