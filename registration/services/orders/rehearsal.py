"""The end of the orders that were made while the shop was tried out with test keys.

Their tickets would let people in, and they take places. Nobody at Stripe is asked: what was paid is no money. Each order
ends in a transaction of its own, so that what is interrupted goes on with the next call.
"""

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from conference.models import Conference, User
from conference.scope import require_open
from registration.errors import WrongStateError
from registration.models import PAID_STATES, Order, Payment
from registration.queries.balances import RECEIVED
from registration.services import inventory
from registration.services.mails.notices import tell_rehearsal_ended
from registration.services.money.locks import lock_payment
from registration.services.money.settle import OPEN, OPEN_CARD, close
from registration.services.orders.ending import end
from registration.services.orders.states import Status, lock_order, move
from registration.services.refunds import lines as refund_lines
from registration.services.rounds import Round
from registration.services.stripe.client import livemode
from registration.services.time_box import in_time

TEST_ENDED = "registration.test_order_ended"
AT_ONCE, SECONDS = 500, 20


def left_over(conference: Conference) -> QuerySet[Order]:
    """Return the test orders that still take places; those of `with_money` are not among them."""
    return _alive(conference).exclude(_may_have_money())


def with_money(conference: Conference) -> QuerySet[Order]:
    """Return the test orders whose money may be real: staff recorded some, or a live card payment was begun.

    Each is for people to decide.
    """
    return _alive(conference).filter(_may_have_money())


def end_left_over(conference: Conference, *, by: User) -> int:
    """End the orders of `left_over`, as many as there is time for; return how many ended.

    Their tickets let nobody in, their places are free again, holders and buyers are told that they ended, and nothing is
    said or asked about money; one that cannot end stays left over, and the log says why. `WrongStateError` while the conference still sells in test mode.
    """
    require_open(conference)
    if not livemode(conference):
        raise WrongStateError(_("The keys are for tests still: what is sold now is a test."))
    orders = in_time(left_over(conference).order_by("pk")[:AT_ONCE], seconds=SECONDS)
    return Round().each(orders, lambda order: _end(order, by))


def _alive(conference: Conference) -> QuerySet[Order]:
    return Order.objects.filter(conference=conference, is_test=True, status__in=(Status.PENDING, *PAID_STATES))


def _may_have_money() -> Exists:
    recorded = Q(method=Payment.Method.MANUAL, amount__gt=0, status__in=RECEIVED)
    begun = Q(method=Payment.Method.STRIPE, livemode=True, status__in=(*OPEN, *RECEIVED))
    return Exists(Payment.objects.filter(recorded | begun, order=OuterRef("pk")))


@transaction.atomic
def _end(order: Order, by: User) -> bool:
    """End one order unless something happened to it meanwhile; return whether it ended."""
    locked = lock_order(order)
    if not left_over(locked.conference).filter(pk=locked.pk).exists():
        return False
    tell_rehearsal_ended(locked)
    log(instance=locked, action=TEST_ENDED, user=by, data={"reference": locked.reference})
    if locked.status == Status.PENDING:
        for payment in locked.payments.filter(OPEN_CARD):
            close(lock_payment(payment, locked), _("The order was a test."))
        end(locked)
        return True
    refund_lines.end_all(locked)
    move(locked, Status.REFUNDED)
    locked.save(update_fields=["status", "updated_at"])
    inventory.release(locked)
    return True
