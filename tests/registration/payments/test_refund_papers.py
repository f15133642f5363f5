"""Credit notes stand right after the money went, without waiting for a job."""

from decimal import Decimal

import pytest

from registration.models import Invoice, Refund
from registration.services import invoices
from registration.services.refund import RefundService
from tests.factories.registration import paid_order_of

FAILING_REFUND = "4000000000005126"
Kind = Invoice.Kind


@pytest.fixture
def selling(busy_shop):
    """Return a shop whose seller is known, so that it writes invoices."""
    busy_shop.keys(seller_name="Harbour Days e. V.")
    return busy_shop


def papers(order):
    return list(order.invoices.order_by("number").values_list("kind", "total"))


def test_of_money_that_stripe_gave_back(selling):
    order = selling.pay()
    RefundService.create_refund(order, amount=Decimal("30.00"))
    assert papers(order) == [(Kind.INVOICE, Decimal("100.00")), (Kind.CREDIT_NOTE, Decimal("-30.00"))]
    selling.hear()
    assert invoices.issue_due() == "", "the job finds nothing left to do"
    assert len(papers(order)) == 2


@pytest.mark.parametrize("to", [Refund.To.ORIGINAL, Refund.To.CREDIT])
def test_of_money_that_went_back_by_hand_or_became_credit(selling, to):
    order = paid_order_of(selling.ticket)
    RefundService.create_refund(order, amount=Decimal("30.00"), to=to)
    assert papers(order)[1:] == [(Kind.CREDIT_NOTE, Decimal("-30.00"))]


def test_of_a_refund_that_fails_later_it_is_taken_back(selling):
    order = selling.pay(card=FAILING_REFUND)
    RefundService.create_refund(order, amount=Decimal("30.00"))
    selling.sandbox.finish_refund(Refund.objects.get().stripe_refund_id, succeeds=False)
    selling.hear()
    assert Refund.objects.get().status == Refund.Status.FAILED
    assert [kind for kind, _total in papers(order)] == [Kind.INVOICE, Kind.CREDIT_NOTE, Kind.CANCELLATION]
    assert sum(total for _kind, total in papers(order)) == Decimal("100.00")
    assert invoices.issue_due() == ""


def test_without_a_seller_there_is_none_until_somebody_is_named(busy_shop):
    order = busy_shop.pay()
    RefundService.create_refund(order, amount=Decimal("30.00"))
    assert papers(order) == []
    busy_shop.keys(seller_name="Harbour Days e. V.")
    assert invoices.issue_due() == "2 invoices and credit notes written"


def test_a_refund_that_is_undone_with_its_transaction_leaves_no_paper(selling, monkeypatch):
    order = paid_order_of(selling.ticket)
    monkeypatch.setattr("registration.services.refund.carry_out", lambda order, refund: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        RefundService.create_refund(order, amount=Decimal("30.00"))
    assert not Invoice.objects.exists()
