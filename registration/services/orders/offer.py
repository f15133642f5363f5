"""Whether an order whose time was over can still be had as it was: on sale, at its price, with its discounts."""

import datetime as dt
from collections.abc import Iterable

from django.utils import timezone
from django.utils.translation import gettext as _

from registration.errors import NotForSaleError
from registration.models import LIMITED_CONDITIONS, Order, OrderLineItem
from registration.windows import Window

DISCOUNTS = {model._meta.model_name: model for model in LIMITED_CONDITIONS}


def require_offer(order: Order, lines: Iterable[OrderLineItem]) -> None:
    """Raise `NotForSaleError` when what an order has could not be ordered now, or not at its price.

    `lines` have their products at hand. How many are left of products, discounts and the voucher is not asked here: the
    inventory has the last word. One SQL statement for each kind of discount.
    """
    now = timezone.now()
    for line in lines:
        _check_product(line, now)
    _check_discounts([line for line in lines if line.condition_key], now)
    voucher = order.voucher
    if voucher and not (voucher.is_active and voucher.window_at(now) is Window.OPEN):
        raise _over(_("The time to pay is over, and the voucher %(what)s is not valid any more."), voucher.code)


def _check_product(line: OrderLineItem, now: dt.datetime) -> None:
    product = line.product
    if product is None:
        return
    if not (product.is_active and product.window_at(now) is Window.OPEN):
        raise _over(_("The time to pay is over, and “%(what)s” is not on sale any more."), line.description)
    if product.price != line.unit_price:
        raise _over(_("The time to pay is over, and “%(what)s” has another price now."), line.description)


def _check_discounts(lines: list[OrderLineItem], now: dt.datetime) -> None:
    names = {line.condition_key: line.condition_name for line in lines}
    for kind, model in DISCOUNTS.items():
        wanted = {key.partition(":")[2]: name for key, name in names.items() if key.startswith(f"{kind}:")}
        found = model.objects.in_bulk([int(pk) for pk in wanted]) if wanted else {}
        for pk, name in wanted.items():
            discount = found.get(int(pk))
            if not (discount and discount.is_active and discount.window_at(now) is Window.OPEN):
                raise _over(_("The time to pay is over, and so is “%(what)s”."), name)


def _over(sentence: str, what: str) -> NotForSaleError:
    return NotForSaleError(f"{sentence} {_('Please order again.')}", code="ended", params={"what": what})
