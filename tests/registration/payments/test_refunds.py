"""Giving money back: once, to where it came from, never more than came."""

from dataclasses import replace
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from conference.models import OutboxMail
from registration.models import Attendee, AttendeeAddOn, Credit, Discrepancy, Order, Payment, Refund
from registration.queries.balances import books_of
from registration.services import refund as refund_module
from registration.services.money.store_credit import apply as apply_credit
from registration.services.payment import PaymentService
from registration.services.reconcile import reconcile
from registration.services.refund import RefundService
from registration.services.refunds import sending
from registration.services.refunds.lines import choose, cost_of
from registration.services.refunds.sending import send_waiting
from tests.factories.conference import SuperuserFactory, UserFactory
from tests.factories.registration import (
    AddOnFactory,
    CreditFactory,
    PaymentFactory,
    TicketTypeFactory,
    VoucherFactory,
    order_of,
)

refund = RefundService.create_refund
PENDING_REFUND, FAILING_REFUND = "4000000000007726", "4000000000005126"


@pytest.fixture
def paid(shop):
    """Return an order of two tickets, 200.00, paid by card."""
    return shop.pay(shop.order(2))


def at_stripe(shop):
    """Return the amounts of the refunds at the stand-in."""
    return [found["amount"] for found in shop.sandbox.refunds()]


# --- by card ----------------------------------------------------------------------------------------------------------


def test_a_part_goes_back_to_the_card_and_leaves_nothing_to_spend(shop, paid, invariants):
    credit = refund(paid, amount=Decimal("50.00"), staff_user=SuperuserFactory())
    assert (credit.amount, credit.remaining_amount, credit.status) == (Decimal("50.00"), 0, Credit.Status.APPLIED)
    assert at_stripe(shop) == [5000]
    row = paid.refunds.get()
    assert (row.status, row.credit) == (Refund.Status.SUCCEEDED, credit)
    assert paid.status == Order.Status.PARTIALLY_REFUNDED
    assert OutboxMail.objects.filter(kind="order.refund").count() == 1
    shop.hear()
    assert paid.refunds.count() == 1
    assert OutboxMail.objects.filter(kind="order.refund").count() == 1
    invariants(shop)


def test_all_of_it_ends_the_tickets_and_frees_the_stock(shop, paid, invariants):
    refund(paid, amount=Decimal("200.00"))
    assert paid.status == Order.Status.REFUNDED
    assert paid.payments.get().status == Payment.Status.REFUNDED
    assert not Attendee.objects.filter(revoked_at__isnull=True).exists()
    assert shop.ticket.remaining_quantity == 10
    invariants(shop)


def test_two_equal_parts_are_two_refunds(shop, paid, invariants):
    for _number in range(2):
        refund(paid, amount=Decimal("50.00"))
    assert at_stripe(shop) == [5000, 5000]
    invariants(shop)


def test_the_same_click_twice_is_one_refund(shop, paid, invariants):
    first = refund(paid, amount=Decimal("50.00"), request_key="form-1")
    again = refund(paid, amount=Decimal("50.00"), request_key="form-1")
    assert first == again
    assert at_stripe(shop) == [5000]
    invariants(shop)


def test_the_same_click_at_the_same_moment_is_one_refund(busy_shop, at_once, invariants):
    order = busy_shop.pay(busy_shop.order(2))
    clicks = [lambda: refund(Order.objects.get(pk=order.pk), amount=Decimal("50.00"), request_key="form-1")] * 3
    assert len({credit.pk for credit in at_once(*clicks)}) == 1
    assert at_stripe(busy_shop) == [5000]
    invariants(busy_shop)


def test_refunds_at_the_same_moment_never_exceed_what_came(busy_shop, at_once, invariants):
    order = busy_shop.pay(busy_shop.order(2))
    clicks = [lambda: refund(Order.objects.get(pk=order.pk), amount=Decimal("80.00"))] * 4
    outcomes = at_once(*clicks)
    assert sum(isinstance(outcome, ValidationError) for outcome in outcomes) == 2
    assert at_stripe(busy_shop) == [8000, 8000]
    invariants(busy_shop)


def test_without_the_lock_more_is_decided_than_came(busy_shop, at_once, monkeypatch):
    """The control: it is the order's lock that keeps refunds of the same moment apart."""
    monkeypatch.setattr(refund_module, "lock_order", lambda order: Order.objects.get(pk=order.pk))
    for _round in range(10):
        order = busy_shop.order(status="paid")
        PaymentFactory(order=order)
        at_once(*[lambda order=order: refund(order, amount=Decimal("80.00"))] * 6)
        if books_of(order).kept < 0:
            return
    raise AssertionError("ten rounds without the lock went well")


@pytest.mark.parametrize("amount", ["200.01", "0", "-5", "10.001"])
def test_a_wrong_amount_is_refused_and_nobody_is_asked(shop, paid, amount):
    with pytest.raises(ValidationError):
        refund(paid, amount=Decimal(amount))
    assert at_stripe(shop) == []
    assert (paid.refunds.count(), Credit.objects.count()) == (0, 0)


@pytest.mark.parametrize("kind", ["drop_after", "drop_before", "500", "429"])
def test_a_lost_or_failing_answer_moves_the_money_once(shop, paid, kind, invariants):
    shop.sandbox.fault(kind, "/v1/refunds")
    refund(paid, amount=Decimal("50.00"))
    assert at_stripe(shop) == [5000]
    assert paid.refunds.get().status == Refund.Status.SUCCEEDED
    invariants(shop)


@pytest.mark.parametrize("hours", [0, 25])
def test_an_answer_that_stays_lost_is_found_by_the_next_round(shop, paid, hours, invariants):
    shop.sandbox.fault("drop_after", "/v1/refunds", count=3)
    refund(paid, amount=Decimal("50.00"))
    row = paid.refunds.get()
    assert (row.status, row.stripe_refund_id) == (Refund.Status.PENDING, "")
    with pytest.raises(ValidationError):
        refund(paid, amount=Decimal("150.01"))

    shop.sandbox.advance(hours * 3600)
    assert send_waiting() == "1 of 1 waiting refunds sent"
    row.refresh_from_db()
    paid.refresh_from_db()
    assert row.status == Refund.Status.SUCCEEDED
    assert at_stripe(shop) == [5000]
    assert paid.status == Order.Status.PARTIALLY_REFUNDED
    invariants(shop)


def test_an_answer_that_stays_lost_is_told_by_the_event_as_well(shop, paid, invariants):
    shop.sandbox.fault("drop_after", "/v1/refunds", count=3)
    refund(paid, amount=Decimal("50.00"))
    shop.hear()
    row = paid.refunds.get()
    assert row.status == Refund.Status.SUCCEEDED
    assert row.stripe_refund_id
    assert send_waiting() == ""
    invariants(shop)


def test_a_refund_that_stripe_refuses_moves_nothing_and_says_so(shop, paid, invariants):
    [charge] = shop.sandbox.charges()
    shop.sandbox.dashboard_refund(charge["id"], 15000)  # of which no event told yet
    with pytest.raises(ValidationError, match="Stripe refused"):
        refund(paid, amount=Decimal("100.00"))
    assert at_stripe(shop) == [15000]
    assert sorted(paid.refunds.values_list("status", "amount")) == [
        ("failed", Decimal("100.00")),
        ("succeeded", Decimal("150.00")),
    ]
    assert [credit.amount for credit in Credit.objects.all()] == [Decimal("150.00")]
    invariants(shop)


def test_the_same_form_can_be_sent_again_after_a_refusal(shop, paid, invariants):
    [charge] = shop.sandbox.charges()
    shop.sandbox.dashboard_refund(charge["id"], 15000)
    with pytest.raises(ValidationError):
        refund(paid, amount=Decimal("100.00"), request_key="form-1")
    refund(paid, amount=Decimal("50.00"), request_key="form-1")
    assert at_stripe(shop) == [15000, 5000]
    invariants(shop)


def test_what_was_wrong_and_went_back_leaves_the_list(shop, invariants):
    order = shop.order()
    shop.begin(order)
    _ledger, intent = shop.sandbox.sandbox.find("payment_intent", order.payments.get().stripe_payment_intent_id)
    intent["amount"] = 4000
    shop.sandbox.pay(intent["id"])
    shop.hear()
    refund(order, amount=Decimal("40.00"))
    assert Discrepancy.objects.get().resolved_at is not None
    assert order.status == Order.Status.PENDING
    invariants(shop)


def test_the_buyer_reads_where_the_money_goes(shop, paid):
    refund(paid, amount=Decimal("50.00"))
    refund(paid, amount=Decimal("50.00"), to="credit")
    texts = list(
        OutboxMail.objects.filter(kind__in=("order.refund", "order.credit"))
        .order_by("pk")
        .values_list("text", flat=True)
    )
    assert "was given back the way it was paid" in texts[0]
    assert "is store credit now" in texts[1]


def test_an_unknown_reason_becomes_part_of_the_note(shop, paid):
    refund(paid, amount=Decimal("50.00"), reason="visa refused", note="see mail")
    row = paid.refunds.get()
    assert (row.reason, row.note) == ("requested_by_customer", "visa refused\nsee mail")
    assert shop.sandbox.refunds()[0]["reason"] == "requested_by_customer"


def test_a_refund_under_way_counts_and_arrives_later(shop, invariants):
    order = shop.pay(card=PENDING_REFUND)
    refund(order, amount=Decimal("100.00"))
    row = order.refunds.get()
    assert (row.status, order.status) == (Refund.Status.PENDING, Order.Status.PARTIALLY_REFUNDED)
    with pytest.raises(ValidationError):
        refund(order, amount=Decimal("1.00"))
    # it may still fail: until it arrives the ticket lets in, and its place is nobody else's
    assert order.attendees.get().revoked_at is None
    left = shop.ticket.remaining_quantity
    shop.sandbox.finish_refund(row.stripe_refund_id, succeeds=True)
    shop.hear()
    row.refresh_from_db()
    order.refresh_from_db()
    assert (row.status, order.status) == (Refund.Status.SUCCEEDED, Order.Status.REFUNDED)
    assert order.attendees.get().revoked_at is not None
    assert shop.ticket.remaining_quantity == left + 1
    invariants(shop)


def test_a_refund_that_fails_later_is_taken_back_and_becomes_a_task(shop, invariants):
    order = shop.pay(card=FAILING_REFUND)
    refund(order, amount=Decimal("100.00"))
    row = order.refunds.get()
    shop.sandbox.finish_refund(row.stripe_refund_id, succeeds=False)
    shop.hear()
    row.refresh_from_db()
    order.refresh_from_db()
    assert (row.status, row.failure_message) == (Refund.Status.FAILED, "expired_or_canceled_card")
    assert order.status == Order.Status.PAID
    assert order.payments.get().status == Payment.Status.SUCCEEDED
    assert Credit.objects.count() == 0
    task = Discrepancy.objects.get(resolved_at__isnull=True)
    assert (task.kind, task.amount, task.order) == ("failed_refund", Decimal("100.00"), order)
    invariants(shop)

    refund(order, amount=Decimal("100.00"))
    assert order.status == Order.Status.REFUNDED
    assert at_stripe(shop) == [10000]
    invariants(shop)


# --- in Stripe's dashboard --------------------------------------------------------------------------------------------


def test_a_refund_in_the_dashboard_is_recorded_once(shop, paid, invariants):
    [charge] = shop.sandbox.charges()
    shop.sandbox.dashboard_refund(charge["id"])
    shop.sandbox.webhooks.repeat(2)
    shop.hear()
    reconcile(shop.conference)
    paid.refresh_from_db()
    row = paid.refunds.get()
    assert (row.amount, row.status) == (Decimal("200.00"), Refund.Status.SUCCEEDED)
    assert paid.status == Order.Status.REFUNDED
    assert row.credit.remaining_amount == 0
    assert not Attendee.objects.filter(revoked_at__isnull=True).exists()
    assert shop.ticket.remaining_quantity == 10
    invariants(shop)


def test_a_part_in_the_dashboard_leaves_the_tickets_to_staff(shop, paid, invariants):
    [charge] = shop.sandbox.charges()
    shop.sandbox.dashboard_refund(charge["id"], 5000)
    shop.hear()
    paid.refresh_from_db()
    assert paid.status == Order.Status.PARTIALLY_REFUNDED
    assert Attendee.objects.filter(revoked_at__isnull=True).count() == 2
    assert Discrepancy.objects.get().kind == "unrecorded_refund"
    assert Credit.objects.filter(remaining_amount__gt=0).count() == 0
    invariants(shop)


# --- other ways of payment --------------------------------------------------------------------------------------------


def test_what_is_store_credit_already_and_goes_back_in_the_dashboard_as_well_is_shown(shop, paid):
    refund(paid, amount=Decimal("150.00"), to="credit")
    [charge] = shop.sandbox.charges()
    shop.sandbox.dashboard_refund(charge["id"])
    shop.hear()
    difference = Discrepancy.objects.get()
    assert (difference.kind, difference.amount, difference.order) == ("unrecorded_refund", Decimal("150.00"), paid)
    assert "was store credit already" in difference.detail


# --- from several payments --------------------------------------------------------------------------------------------


def test_money_that_comes_after_all_went_back_can_go_back(shop, invariants):
    order = shop.order(pay_by="transfer")
    shop.sandbox.pay(shop.begin(order), iban="DE89370400440532013000")
    shop.hear()
    PaymentService.record_manual(order, amount=Decimal("100.00"), reference="bank 1")
    refund(order, amount=Decimal("100.00"))
    assert order.status == Order.Status.REFUNDED
    with pytest.raises(ValidationError, match="given back already"):
        refund(order, amount=Decimal("100.00"))
    shop.sandbox.settle(order.payments.get(method="stripe").stripe_payment_intent_id)
    shop.hear()
    assert Discrepancy.objects.get().kind == "overpaid"
    refund(order, amount=Decimal("100.00"))
    assert (order.status, at_stripe(shop)) == (Order.Status.REFUNDED, [10000])
    assert Discrepancy.objects.get().resolved_at is not None
    invariants(shop)


def test_the_buyer_is_told_of_what_goes_back_and_not_of_what_stripe_refused(shop, invariants):
    order = shop.order()
    apply_credit(order, CreditFactory(conference=shop.conference, user=order.user))
    shop.pay(order)
    [charge] = shop.sandbox.charges()
    shop.sandbox.dashboard_refund(charge["id"], 3000)  # of which no event told yet
    with pytest.raises(ValidationError, match=r"refused.*€40\.00 of other payments goes back"):
        refund(order, amount=Decimal("100.00"))
    told = " ".join(OutboxMail.objects.filter(kind="order.refund").values_list("text", flat=True))
    assert "€40.00 of your order" in told
    assert "€30.00 of your order" in told
    assert "€100.00 of your order" not in told
    invariants(shop)


def test_the_buyer_is_told_once_stripe_answered_for_all_of_it(shop):
    order = shop.order()
    apply_credit(order, CreditFactory(conference=shop.conference, user=order.user))
    shop.pay(order)
    shop.sandbox.fault("500", "/v1/refunds", count=3)
    refund(order, amount=Decimal("100.00"))
    assert not OutboxMail.objects.filter(kind="order.refund").exists()
    send_waiting()
    assert "€100.00 of your order" in OutboxMail.objects.get(kind="order.refund").text


def test_the_newest_payment_gives_back_first(shop):
    order = shop.order(2, status="paid")
    older = PaymentFactory(order=order, amount=Decimal("120.00"), received_at="2026-01-01T00:00:00Z")
    newer = PaymentFactory(order=order, amount=Decimal("80.00"), received_at="2026-01-02T00:00:00Z")
    credit = refund(order, amount=Decimal("100.00"))
    assert list(order.refunds.order_by("pk").values_list("payment", "amount")) == [
        (newer.pk, Decimal("80.00")),
        (older.pk, Decimal("20.00")),
    ]
    assert set(order.refunds.values_list("credit", flat=True)) == {credit.pk}


def test_a_manual_payment_is_recorded_as_given_back_by_hand(shop):
    order = shop.order(status="paid")
    PaymentFactory(order=order)
    refund(order, amount=Decimal("100.00"))
    assert order.refunds.get().status == Refund.Status.SUCCEEDED
    assert order.status == Order.Status.REFUNDED
    assert shop.sandbox.requests("/v1/refunds") == []


def test_a_terminal_payment_goes_back_through_stripe(shop, paid):
    paid.payments.update(method="terminal")
    refund(paid, amount=Decimal("50.00"))
    assert at_stripe(shop) == [5000]


def test_store_credit_comes_back_as_store_credit(shop, invariants):
    order = shop.order()
    credit = CreditFactory(conference=shop.conference, user=order.user)
    apply_credit(order, credit)
    shop.pay(order)
    refund(order, amount=Decimal("100.00"))
    credit.refresh_from_db()
    assert (credit.remaining_amount, credit.status) == (Decimal("40.00"), Credit.Status.AVAILABLE)
    assert at_stripe(shop) == [6000]
    assert order.status == Order.Status.REFUNDED
    invariants(shop)


def test_a_refund_to_credit_can_be_spent_and_asks_nobody(shop, paid):
    credit = refund(paid, amount=Decimal("100.00"), to="credit")
    assert (credit.remaining_amount, credit.status, credit.user) == (
        Decimal("100.00"),
        Credit.Status.AVAILABLE,
        paid.user,
    )
    assert at_stripe(shop) == []
    assert paid.status == Order.Status.PARTIALLY_REFUNDED
    with pytest.raises(ValidationError):
        refund(paid, amount=Decimal("100.01"))
    other = shop.order(user=paid.user, is_test=True)  # the stand-in's money is test money
    assert RefundService.apply_credit_as_refund(credit, other) == Decimal("100.00")
    other.refresh_from_db()
    assert other.status == Order.Status.PAID


def test_a_free_order_has_nothing_to_give_back(shop):
    free = TicketTypeFactory(conference=shop.conference, price=Decimal(0))
    order = order_of(free, conference=shop.conference)
    shop.begin(order)
    with pytest.raises(ValidationError):
        refund(order, amount=Decimal("1.00"))


def test_money_of_an_order_that_ended_can_be_given_back(shop):
    order = shop.order(status="cancelled")
    PaymentFactory(order=order, amount=Decimal("30.00"))
    refund(order, amount=Decimal("30.00"))
    assert order.status == Order.Status.CANCELLED


# --- units ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def dinner(shop):
    """Return an order of three tickets and two dinners, which go with the first two tickets; 350.00 by card."""
    addon = AddOnFactory(conference=shop.conference, price=Decimal("25.00"), total_quantity=5)
    return shop.pay(order_of((shop.ticket, 3), (addon, 2), conference=shop.conference, user=UserFactory()))


def lines_of(order):
    return {("ticket" if line.ticket_type_id else "addon"): line for line in order.line_items.all()}


def test_a_line_gives_back_its_stock_its_tickets_and_what_goes_with_them(shop, dinner, invariants):
    ticket = lines_of(dinner)["ticket"]
    owner = AttendeeAddOn.objects.order_by("unit").first().attendee
    value = cost_of(choose(dinner, {ticket.pk: 1}, attendees=[owner.pk]))
    number = owner.addons.count()
    assert value == Decimal("100.00") + 25 * number
    credit = refund(dinner, amount=None, lines={ticket.pk: 1}, attendees=[owner.pk])
    assert credit.amount == value
    owner.refresh_from_db()
    assert owner.revoked_at is not None
    assert not owner.addons.filter(revoked_at__isnull=True).exists()
    assert Attendee.objects.filter(revoked_at__isnull=True).count() == 2
    lines = lines_of(dinner)
    assert (lines["ticket"].refunded_quantity, lines["addon"].refunded_quantity) == (1, number)
    assert shop.ticket.remaining_quantity == 8
    assert lines["addon"].addon.remaining_quantity == 3 + number
    assert sum(row.amount for row in dinner.refunds.get().lines.all()) == value
    invariants(shop)


def test_only_the_dinner_goes_and_the_ticket_stays(shop, dinner):
    addon = lines_of(dinner)["addon"]
    refund(dinner, amount=None, lines={addon.pk: 1})
    assert Attendee.objects.filter(revoked_at__isnull=True).count() == 3
    assert AttendeeAddOn.objects.filter(revoked_at__isnull=True).count() == 1
    assert at_stripe(shop) == [2500]


def test_a_fee_may_be_kept(shop, dinner):
    addon = lines_of(dinner)["addon"]
    refund(dinner, amount=Decimal("20.00"), lines={addon.pk: 1})
    assert at_stripe(shop) == [2000]
    assert dinner.refunds.get().lines.get().amount == Decimal("20.00")


def test_no_more_units_than_there_are(shop, dinner):
    ticket, addon = lines_of(dinner)["ticket"], lines_of(dinner)["addon"]
    refund(dinner, amount=None, lines={addon.pk: 2})
    for wrong in ({ticket.pk: 4}, {ticket.pk: 0}, {addon.pk: 1}, {10**9: 1}):
        with pytest.raises(ValidationError):
            refund(dinner, amount=None, lines=wrong)
    assert at_stripe(shop) == [5000]


def test_units_under_way_cannot_go_again(shop, dinner):
    addon = lines_of(dinner)["addon"]
    shop.sandbox.fault("drop_before", "/v1/refunds", count=3)
    refund(dinner, amount=None, lines={addon.pk: 2})
    with pytest.raises(ValidationError, match="can be given back"):
        refund(dinner, amount=None, lines={addon.pk: 1})
    assert AttendeeAddOn.objects.filter(revoked_at__isnull=True).count() == 2, "nothing ends before the money goes"
    send_waiting()
    assert AttendeeAddOn.objects.filter(revoked_at__isnull=True).count() == 0


def test_unclaimed_tickets_go_first(shop, paid):
    claimed = paid.attendees.order_by("unit").last()
    claimed.user = UserFactory()
    claimed.save()
    line = lines_of(paid)["ticket"]
    refund(paid, amount=None, lines={line.pk: 1})
    claimed.refresh_from_db()
    assert claimed.revoked_at is None


def test_who_holds_a_ticket_hears_that_it_ended_and_the_buyer_does_not(shop, paid):
    mine, theirs = paid.attendees.order_by("unit")
    mine.user, theirs.user = paid.user, UserFactory()
    mine.save()
    theirs.save()
    ended = OutboxMail.objects.filter(kind="ticket.revoked").values_list("to", flat=True)
    refund(paid, amount=Decimal("50.00"))
    assert list(ended.all()) == [], "money alone ends no ticket"
    refund(paid, amount=Decimal("150.00"))
    assert list(ended.all()) == [theirs.user.email]


def test_a_voucher_can_be_used_again_once_all_went_back(shop):
    voucher = VoucherFactory(conference=shop.conference, times_used=1)
    order = shop.pay(shop.order(voucher=voucher, voucher_code=voucher.code))
    refund(order, amount=Decimal("100.00"))
    voucher.refresh_from_db()
    assert voucher.times_used == 0


def test_the_values_of_units_sum_to_the_line(shop):
    ticket = TicketTypeFactory(conference=shop.conference, price=Decimal("10.00"))
    order = shop.order(status="paid")
    line = order_of((ticket, 3), conference=shop.conference, status="paid").line_items.get()
    line.discount_amount = line.voucher_discount = Decimal("10.00")
    line.line_total = Decimal("20.00")
    line.save()
    PaymentFactory(order=line.order, amount=Decimal("20.00"))
    values = [refund(line.order, amount=None, lines={line.pk: 1}).amount for _number in range(3)]
    assert sorted(values) == [Decimal("6.66"), Decimal("6.67"), Decimal("6.67")]
    books = books_of(line.order)
    assert books.paid == books.refunded == Decimal("20.00")
    assert order.refunds.count() == 0


def test_all_units_of_an_order_paid_by_card_and_by_transfer_can_go_back(shop, invariants):
    order = shop.order(2)
    PaymentService.record_manual(order, amount=Decimal("150.00"), reference="B1")
    shop.pay(order)
    refund(order, amount=None, lines={order.line_items.get().pk: 2})
    shop.hear()
    order.refresh_from_db()
    assert (order.status, order.refunds.count(), at_stripe(shop)) == (Order.Status.REFUNDED, 2, [5000])
    assert not order.refunds.exclude(status=Refund.Status.SUCCEEDED).exists()
    assert order.line_items.get().refunded_quantity == 2
    assert shop.ticket.remaining_quantity == 10
    invariants(shop)


# --- without money ----------------------------------------------------------------------------------------------------


def test_free_tickets_end_and_their_stock_comes_back(shop):
    free = TicketTypeFactory(conference=shop.conference, price=Decimal(0), total_quantity=2)
    order = order_of((free, 2), conference=shop.conference)
    shop.begin(order)
    line = order.line_items.get()
    RefundService.end_units(order, lines={line.pk: 1}, staff_user=SuperuserFactory())
    order.refresh_from_db()
    assert (order.status, free.remaining_quantity) == (Order.Status.PAID, 1)
    RefundService.end_units(order, lines={line.pk: 1})
    order.refresh_from_db()
    assert (order.status, free.remaining_quantity) == (Order.Status.REFUNDED, 2)
    assert not Attendee.objects.filter(revoked_at__isnull=True).exists()


def test_a_ticket_can_end_after_a_refund_in_the_dashboard(shop, paid):
    [charge] = shop.sandbox.charges()
    shop.sandbox.dashboard_refund(charge["id"], 10000)
    shop.hear()
    line = lines_of(paid)["ticket"]
    RefundService.end_units(paid, lines={line.pk: 1})
    paid.refresh_from_db()
    assert paid.status == Order.Status.PARTIALLY_REFUNDED
    assert shop.ticket.remaining_quantity == 9
    with pytest.raises(ValidationError):
        RefundService.end_units(paid, lines={line.pk: 2})


def test_units_of_an_order_that_waits_cannot_end(shop):
    order = shop.order()
    with pytest.raises(ValidationError):
        RefundService.end_units(order, lines={order.line_items.get().pk: 1})


def test_the_last_part_in_the_dashboard_ends_all_and_leaves_nothing_to_decide(shop, paid, invariants):
    refund(paid, amount=Decimal("50.00"))
    [charge] = shop.sandbox.charges()
    shop.sandbox.dashboard_refund(charge["id"], 10000)
    shop.hear()
    assert Discrepancy.objects.get().kind == "unrecorded_refund"  # the control: with 50.00 left the tickets are valid
    Discrepancy.objects.all().delete()
    shop.sandbox.dashboard_refund(charge["id"], 5000)
    shop.hear()
    paid.refresh_from_db()
    assert paid.status == Order.Status.REFUNDED
    assert not paid.attendees.filter(revoked_at=None).exists()
    assert not Discrepancy.objects.exists()
    invariants(shop)


def test_a_refund_that_stripe_fails_at_once_is_told_and_listed(shop, paid, monkeypatch):
    read = sending.read_refund
    failed = {"status": "failed", "failure": "lost_or_stolen_card"}
    monkeypatch.setattr(sending, "read_refund", lambda answer: replace(read(answer), **failed))
    with pytest.raises(ValidationError, match="lost_or_stolen_card"):
        refund(paid, amount=Decimal("200.00"))
    paid.refresh_from_db()
    assert (paid.status, books_of(paid).kept) == (Order.Status.PAID, Decimal("200.00"))
    assert Discrepancy.objects.get().kind == "failed_refund"


def test_a_voucher_counts_again_when_the_refund_of_its_order_fails(shop):
    voucher = VoucherFactory(conference=shop.conference, max_uses=1)
    order = shop.pay(shop.order(voucher=voucher, voucher_code=voucher.code), card=FAILING_REFUND)
    refund(order, amount=order.total)
    voucher.refresh_from_db()
    assert voucher.times_used == 0
    shop.sandbox.finish_refund(order.refunds.get().stripe_refund_id, succeeds=False)
    shop.hear()
    voucher.refresh_from_db()
    assert voucher.times_used == 1
