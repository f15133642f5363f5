"""Giving money back: once, to where it came from or as store credit, never both."""

from collections.abc import Collection, Mapping
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from conference.models import User
from conference.money import require_exact
from conference.scope import require_open
from registration.errors import WrongStateError
from registration.models import Credit, Order, Refund
from registration.queries.balances import books_of
from registration.queries.units import Seen, units_left
from registration.services import inventory
from registration.services.money.disputes import require_no_open_dispute
from registration.services.money.store_credit import apply as apply_credit
from registration.services.orders.states import Status, lock_order, move
from registration.services.refunds import lines as refund_lines
from registration.services.refunds.effects import carry_out
from registration.services.refunds.rows import Manner, open_refund, refundable, spread_over
from registration.services.refunds.sending import send, unsent
from registration.stripe_errors import BusyError, StripeProblemError

REFUNDED = "registration.refunded"
ENDED = "registration.units_ended"


class RefundService:
    """Gives money back, and spends the store credit that comes of it."""

    @staticmethod
    def create_refund(
        order: Order,
        *,
        amount: Decimal | None,
        reason: str = Refund.Reason.REQUESTED,
        staff_user: User | None = None,
        to: str = Refund.To.ORIGINAL,
        lines: Mapping[int, int] | None = None,
        attendees: Collection[int] = (),
        note: str = "",
        request_key: str = "",
        seen: Seen | None = None,
    ) -> Credit:
        """Give an amount of an order back and return its record: with `to="credit"` store credit, else nothing to spend.

        `lines` {primary key of a line: units} end: their tickets, the add-ons of these, their stock; `attendees` (primary
        keys) names the tickets, and then it is these or none. `amount=None` is what the lines cost. A reason that Stripe
        does not know becomes a part of the note. The same `request_key` is the same refund; `seen` is what the order
        looked like when another one was decided, and if that has changed nothing goes back. What Stripe cannot be asked
        now waits and is sent later. Raises `ValidationError` when it is too much, a named ticket is gone or going, or a
        dispute is open; then nothing changed. When Stripe refuses, its part did not move, and the error says what did.
        """
        require_open(order.conference)
        with transaction.atomic():
            locked = lock_order(order)
            if repeated := _repeated(locked, request_key):
                return repeated
            if seen is not None and seen != Seen.of(locked):
                raise WrongStateError(_("Something of this order went back or ended meanwhile. Look at it again."))
            manner = _manner(reason, note, to=to, by=staff_user, request_key=request_key)
            credit = _decide(locked, amount, manner, lines or {}, attendees)
        _send(credit)
        credit = Credit.objects.get(pk=credit.pk)
        order.refresh_from_db()
        return credit

    @staticmethod
    def end_units(
        order: Order,
        *,
        lines: Mapping[int, int],
        attendees: Collection[int] = (),
        staff_user: User | None = None,
        note: str = "",
        seen_left: int | None = None,
    ) -> Order:
        """End units of a paid order without giving money back: free tickets, or ones refunded in Stripe's dashboard.

        Their stock can be sold again; an order that cost nothing and has no unit left counts as given back. Arguments and
        errors are those of `create_refund`. `seen_left` is `Seen.left` of when this was decided: with another number by
        now nothing ends, so that a second click does not end more.
        """
        require_open(order.conference)
        with transaction.atomic():
            locked = lock_order(order)
            if not locked.is_paid:
                raise WrongStateError(_("Only tickets of a paid order can end."))
            if seen_left is not None and seen_left != units_left(locked):
                raise WrongStateError(_("Something of this order ended meanwhile. Look at it again."))
            shares = refund_lines.choose(locked, lines, attendees=attendees)
            refund_lines.end_shares(shares)
            if not locked.total and not any(line.units_left for line in locked.line_items.all()):
                move(locked, Status.REFUNDED)
                locked.save(update_fields=["status", "updated_at"])
            if staff_user is not None:
                what = ", ".join(f"{len(share.units)} × {share.line.description}" for share in shares)
                log(instance=locked, action=ENDED, user=staff_user, data={"what": what, "why": note})
            inventory.release(locked)
        return locked

    @staticmethod
    def apply_credit_as_refund(credit: Credit, target_order: Order) -> Decimal:
        """Pay a waiting order with store credit; the same as `CheckoutService.apply_credit`."""
        return apply_credit(target_order, credit)


def _repeated(order: Order, request_key: str) -> Credit | None:
    if not request_key:
        return None
    refund = order.refunds.filter(request_key=request_key, credit__isnull=False).select_related("credit").first()
    return refund.credit if refund else None


def _manner(reason: str, note: str, **rest: object) -> Manner:
    if reason in Refund.Reason.values:
        return Manner(reason=reason, note=note, **rest)
    return Manner(reason=Refund.Reason.REQUESTED, note=f"{reason}\n{note}".strip(), **rest)


def _decide(
    order: Order, amount: Decimal | None, manner: Manner, wanted: Mapping[int, int], attendees: Collection[int]
) -> Credit:
    _require_refundable(order, manner.to)
    if wanted and not order.is_paid:
        # its units are not sold: tickets that come with a later payment would be more than it has left
        raise WrongStateError(_("Nothing of this order is sold: give an amount back instead of tickets."))
    shares = refund_lines.choose(order, wanted, attendees=attendees) if wanted else []
    if amount is None:
        amount = refund_lines.cost_of(shares)
    if amount <= 0:
        raise ValidationError(_("Give back more than nothing."))
    amount = require_exact(amount, order.currency)
    parts = spread_over(refundable(order), amount, order)
    credit = open_refund(order, parts, manner, of_lines=bool(shares))
    refunds = list(credit.refunds.select_related("payment", "credit").order_by("pk"))
    waiting = [refund for refund in refunds if refund.status == Refund.Status.PENDING]
    if shares:
        carrier = (waiting or refunds)[0]
        carrier.order = order
        refund_lines.write(carrier, shares, amount)
    if manner.by is not None:
        _log(order, amount, manner)
    for refund in refunds:
        if refund.status == Refund.Status.SUCCEEDED:
            carry_out(order, refund)
    return credit


def _require_refundable(order: Order, to: str) -> None:
    if to not in Refund.To.values:
        raise ValidationError(_("Choose where the money goes."))
    if order.status == Status.REFUNDED and not books_of(order).refundable:
        raise WrongStateError(_("Everything of this order was given back already."))
    if order.status == Status.PENDING and to == Refund.To.CREDIT:
        raise WrongStateError(_("This order still waits: cancel it first, or give the money back the way it came."))
    require_no_open_dispute(order)


def _log(order: Order, amount: Decimal, manner: Manner) -> None:
    data = {
        "reference": order.reference,
        "amount": order.money(amount),
        "way": str(Refund.To(manner.to).label),
        "why": manner.note or str(Refund.Reason(manner.reason).label),
    }
    log(instance=order, action=REFUNDED, user=manner.by, data=data)


def _send(credit: Credit) -> None:
    """Ask Stripe for what it has to move; what nobody knows the end of is left to the next round."""
    for refund in unsent().filter(credit=credit).order_by("pk"):
        try:
            send(refund, is_first=True, tells_staff=False)
        except StripeProblemError as problem:
            if not (problem.may_have_happened or isinstance(problem, BusyError)):
                raise ValidationError(_told(problem, credit), code=problem.code or None) from None
            continue
        refund.refresh_from_db()
        if refund.status == Refund.Status.FAILED:
            raise ValidationError(
                _("Stripe could not give it back (%(why)s). It is on the list of differences."),
                params={"why": refund.failure_message or _("it does not say why")},
            )


def _told(problem: StripeProblemError, credit: Credit) -> str:
    """Return what Stripe refused, and how much of the decision goes back all the same, from other payments."""
    others = Credit.objects.filter(pk=credit.pk).select_related("source_order").first()
    if others is None:
        return str(problem)
    words = {"problem": problem, "amount": others.source_order.money(others.amount)}
    return _("%(problem)s (%(amount)s of other payments goes back all the same.)") % words
