"""What staff see beside a product: how many are sold, waiting and left, and whether it can be bought at present."""

from django.db.models import F, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from registration.models import PAID_STATES, OrderLineItem, Product


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
    now, left = timezone.now(), left_of(product)
    if not product.is_active:
        return _("Off")
    if product.available_until and product.available_until < now:
        return _("Sale is over")
    if left is not None and left <= 0:
        return _("Sold out")
    if product.available_from and now < product.available_from:
        return _("Not yet on sale")
    if getattr(product, "requires_voucher", False):
        return _("Hidden")
    return _("On sale")


def can_be_bought(product: Product) -> bool:
    """Return whether somebody, perhaps with a voucher, can buy a product from `with_sales` now."""
    left = left_of(product)
    return product.is_active and product.is_in_window and (left is None or left > 0)


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
