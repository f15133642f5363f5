"""From a basket to an order that waits for its payment.

The order and its lines are written first; the stock's lock comes last, so that it is held for three statements
(`registration.services.inventory`). Nobody outside is asked anything in this transaction.
"""

import json
from dataclasses import dataclass, field
from decimal import ROUND_FLOOR, Decimal

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from conference.models import Conference
from conference.money import display
from registration.errors import NotForSaleError, PriceChangedError
from registration.models import Cart, CartItem, Credit, Order, OrderLineItem
from registration.queries.tickets import HeldTicket, held_by
from registration.services import inventory
from registration.services.cart import check_cart, items_of, priced
from registration.services.mails.names import require_no_address
from registration.services.mails.transfers import tell_transfer_instructions
from registration.services.mark_paid import write_paid
from registration.services.money import store_credit
from registration.services.orders.cancelling import cancel_order
from registration.services.orders.holds import hold_until
from registration.services.orders.plan import Plan, plan_for
from registration.services.orders.references import new_reference
from registration.services.orders.tickets import is_second_ticket
from registration.services.pricing import Priced, PricedLine
from registration.services.selling.stored_cart import close
from registration.services.selling.vouchers import require_usable
from registration.services.selling.waiting_orders import require_few_waiting
from registration.services.setting_up.sales import offers_transfer, sales_of

TRIES = 10
LARGEST = Decimal("99999999.99")  # what an order's columns hold; in some currencies twenty tickets cost more
# Constraints that a new order may meet by chance, as the database's errors name them; trying again mends it.
MET_BY_CHANCE = ("reference", "access_code")


@dataclass(frozen=True)
class Billing:
    """Who pays, as it stands on the invoice; `country` is an ISO 3166 code."""

    name: str = ""
    email: str = ""
    company: str = ""
    address: str = ""
    country: str = ""
    tax_id: str = ""
    reference: str = ""


@dataclass(frozen=True)
class Wishes:
    """What the buyer chose at the checkout. `shown_total` is the total they agreed to, `None` when none was shown."""

    plan: Plan = field(default_factory=Plan)
    pay_by: str = Order.PayBy.CARD
    shown_total: Decimal | None = None
    accepts_terms: bool = False


class CheckoutService:
    """Makes, pays with credit and cancels orders."""

    @staticmethod
    def checkout(
        cart: Cart,
        *,
        billing_name: str = "",
        billing_email: str = "",
        billing_company: str = "",
        billing: Billing | None = None,
        wishes: Wishes | None = None,
    ) -> Order:
        """Return a PENDING order that holds what the basket contains.

        `billing` says more than the three fields, which it replaces. Raises `CartClosedError`, `NotForSaleError`, `SoldOutError`,
        `PriceChangedError`, or another `ValidationError`; then nothing was ordered and the basket is as it was.
        """
        return order_from(cart, billing=billing or Billing(billing_name, billing_email, billing_company), wishes=wishes)

    @staticmethod
    def apply_credit(order: Order, credit: Credit) -> Decimal:
        """Pay as much of a waiting order as the credit and the balance allow; return how much that was."""
        return store_credit.apply(order, credit)

    @staticmethod
    def cancel_order(order: Order) -> Order:
        """Cancel a waiting order and give back what it held; `WrongStateError` when it was paid meanwhile."""
        return cancel_order(order)


def order_from(cart: Cart, *, billing: Billing, wishes: Wishes | None = None, completes_free: bool = False) -> Order:
    """Return the order that a basket becomes, PENDING; with `completes_free` PAID at once if nothing is to be paid.

    What is free is written complete, in one transaction: there is no moment at which its tickets or mails are missing.
    Raises what `CheckoutService.checkout` raises.
    """
    for _attempt in range(TRIES):
        try:
            with transaction.atomic():
                return _order(cart, billing, wishes or Wishes(), completes_free=completes_free)
        except IntegrityError as error:
            if not is_second_ticket(error) and not any(name in str(error) for name in MET_BY_CHANCE):
                raise
            met = error
    raise RuntimeError(f"an order was written {TRIES} times and each time refused, at last by: {met}") from met


def _order(cart: Cart, billing: Billing, wishes: Wishes, *, completes_free: bool) -> Order:
    now = timezone.now()
    close(cart, now)
    conference, items = cart.conference, items_of(cart, "cart__voucher")
    if not items:
        raise ValidationError(_("Your basket is empty: choose a ticket first."))
    _check_billing(billing)
    _check_voucher(cart, items[0].cart)
    held = held_by(cart.user, conference)
    check_cart(cart, items, held=held)
    _check_way_to_pay(conference, items, wishes.pay_by)
    result = priced(cart, items)
    _check_size(result, conference)
    _check_total(result, wishes.shown_total, conference)
    if result.total:
        require_few_waiting(cart.user, conference, pay_by=wishes.pay_by, tickets=_tickets_in(items))
    order = Order(
        **_amounts(result),
        **_buyer(cart, billing),
        conference=conference,
        cart=cart,
        reference=new_reference(),
        currency=conference.effective_currency,
        pay_by=wishes.pay_by,
        hold_expires_at=hold_until(conference, wishes.pay_by, now),
        plan=_plan(items, wishes.plan, held).to_json(),
        terms_accepted_at=now if wishes.accepts_terms else None,
        is_test=conference.sells_in_test_mode,
    )
    lines = [_line(order, line) for line in result.lines]
    if completes_free and not order.total:
        write_paid(order, lines)
    else:
        _write(order, lines)
    inventory.take(order, lines)
    return order


def _write(order: Order, lines: list[OrderLineItem]) -> None:
    """Write an order that waits for its payment, and how to transfer the money if that is how it is paid."""
    order.save(force_insert=True)
    OrderLineItem.objects.bulk_create(lines)
    if order.pay_by == Order.PayBy.TRANSFER and order.total:
        tell_transfer_instructions(order)


def _check_billing(billing: Billing) -> None:
    if not billing.name.strip():
        raise ValidationError({"billing_name": _("Write the name that is to stand on the invoice.")})
    require_no_address(billing.name)
    try:
        validate_email(billing.email)
    except ValidationError as error:
        raise ValidationError({"billing_email": _("Write the e-mail address that gets the invoice.")}) from error


def _check_voucher(cart: Cart, stored: Cart) -> None:
    """Raise when the voucher cannot be used any more, or another window put another one in or took it out."""
    if stored.voucher_id != cart.voucher_id:
        raise NotForSaleError(_("The voucher in your basket was changed meanwhile. Please look at the price again."))
    if stored.voucher is not None:
        require_usable(stored.voucher)


def _check_way_to_pay(conference: Conference, items: list[CartItem], pay_by: str) -> None:
    if pay_by not in Order.PayBy.values:
        raise ValidationError(_("Choose how you want to pay."))
    is_transfer = pay_by == Order.PayBy.TRANSFER
    if is_transfer and not offers_transfer(sales_of(conference), tickets=_tickets_in(items)):
        raise ValidationError(_("This order cannot be paid by bank transfer: choose card."))


def _tickets_in(items: list[CartItem]) -> int:
    return sum(item.quantity for item in items if item.ticket_type_id)


def _check_size(result: Priced, conference: Conference) -> None:
    if result.subtotal > LARGEST:
        most = display(LARGEST.to_integral_value(ROUND_FLOOR), conference.effective_currency, conference.language)
        raise ValidationError(
            _("One order can come to at most %(most)s before discounts. Please order in several parts."),
            params={"most": most},
        )


def _check_total(result: Priced, shown: Decimal | None, conference: Conference) -> None:
    if shown is None or shown == result.total:
        return
    currency, language = conference.effective_currency, conference.language
    raise PriceChangedError(
        _("The price has changed: it was %(old)s and is now %(new)s. Nothing was ordered; please look again."),
        params={
            "old": display(shown, currency, language),
            "new": display(result.total, currency, language),
        },
    )


def _plan(items: list[CartItem], wishes: Plan, held: list[HeldTicket]) -> Plan:
    """Return whose the units are, for a buyer who holds these tickets: any of them is their one, also a guest's."""
    wanted = [(item.product, item.quantity) for item in items]
    return plan_for(wanted, wishes, held=held)


def _amounts(result: Priced) -> dict:
    return {"subtotal": result.subtotal, "discount_amount": result.discount, "total": result.total}


def _buyer(cart: Cart, billing: Billing) -> dict:
    voucher = cart.voucher
    details = {"type": voucher.voucher_type, "value": str(voucher.discount_value)} if voucher else None
    return {
        "user": cart.user,
        "voucher": voucher,
        "voucher_code": voucher.code if voucher else "",
        "voucher_details": json.dumps(details) if details else "",
        "billing_name": billing.name.strip(),
        "billing_email": billing.email.strip(),
        "billing_company": billing.company,
        "billing_address": billing.address,
        "billing_country": billing.country,
        "billing_tax_id": billing.tax_id,
        "buyer_reference": billing.reference,
        "utm_source": cart.utm_source,
        "utm_medium": cart.utm_medium,
        "utm_campaign": cart.utm_campaign,
    }


def _line(order: Order, line: PricedLine) -> OrderLineItem:
    return OrderLineItem(
        order=order,
        **{line.product.line_field: line.product},
        description=line.product.name,
        quantity=line.quantity,
        unit_price=line.unit_price,
        condition_discount=line.condition_discount,
        condition_name=line.condition_name,
        condition_key=line.condition_key,
        condition_units=line.condition_units,
        voucher_discount=line.voucher_discount,
        discount_amount=line.discount,
        line_total=line.line_total,
        tax_rate=line.product.tax_rate,
        tax_amount=line.tax_amount,
    )
