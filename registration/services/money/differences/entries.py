"""The one list of what does not agree between Stripe and the orders: entries are made here, and resolved here."""

from decimal import Decimal

from django.utils import timezone
from wagtail.log_actions import log

from conference.models import Conference, User
from registration.models import Discrepancy, Order, Payment
from registration.services.mails.payments import tell_staff

RESOLVED = "registration.difference_settled"


def note(
    conference: Conference,
    kind: str,
    *,
    stripe_id: str,
    detail: str,
    order: Order | None = None,
    payment: Payment | None = None,
    amount: Decimal | None = None,
    currency: str = "",
) -> Discrepancy:
    """Enter a difference into the caller's transaction and return it; the same thing found again is the same row.

    Staff get a mail about a new one. Found again with the same amount nothing changes, and what was settled stays settled;
    with another amount the row says the new one, and if it was settled it opens anew and staff get another mail. `detail`
    is one sentence for them; `stripe_id` names what it is about, for money that never was at Stripe a name of our own
    such as `payment-5`.
    """
    found, is_new = Discrepancy.objects.get_or_create(
        conference=conference,
        kind=kind,
        stripe_id=stripe_id,
        defaults={"order": order, "payment": payment, "amount": amount, "currency": currency, "detail": detail},
    )
    if is_new:
        tell_staff(found)
    elif (found.amount, found.currency) != (amount, currency):
        _follow(found, amount=amount, currency=currency, detail=detail)
    return found


def _follow(found: Discrepancy, **facts: object) -> None:
    """Write down what a known difference is about now; open it anew, and tell staff, if it was settled with other facts."""
    was_settled = found.resolved_at is not None
    facts = {**facts, "resolved_at": None, "resolved_by": None, "resolution": ""}
    for name, value in facts.items():
        setattr(found, name, value)
    found.save(update_fields=list(facts))
    if was_settled:
        tell_staff(found, again=timezone.now().isoformat())


def note_money(
    order: Order, kind: str, *, payment: Payment, amount: Decimal, detail: str, about: str = ""
) -> Discrepancy:
    """Enter a difference about an order's money, in its currency; it is known by its payment unless `about` names a refund."""
    return note(
        order.conference,
        kind,
        stripe_id=about or name_of(payment),
        order=order,
        payment=payment,
        amount=amount,
        currency=order.currency,
        detail=detail,
    )


def name_of(payment: Payment) -> str:
    """Return what a payment is called in the list: its id at Stripe, else a name of ours."""
    return payment.stripe_payment_intent_id or f"payment-{payment.pk}"


def resolve(difference: Discrepancy, resolution: str, *, by: User | None = None) -> None:
    """Mark an open difference as resolved, “settled” in the words of staff; with `by` it is logged as that person's doing."""
    open_still = Discrepancy.objects.filter(pk=difference.pk, resolved_at__isnull=True)
    if not open_still.update(resolved_at=timezone.now(), resolved_by=by, resolution=resolution):
        return
    difference.refresh_from_db()
    if by is not None:
        log(instance=difference, action=RESOLVED, user=by, data={"what": str(difference), "how": resolution})


def resolve_about(conference: Conference, kind: str, stripe_id: str, resolution: str) -> None:
    """Mark the open differences of a kind about one object as resolved by the course of things."""
    for difference in Discrepancy.objects.filter(
        conference=conference, kind=kind, stripe_id=stripe_id, resolved_at__isnull=True
    ):
        resolve(difference, resolution)
