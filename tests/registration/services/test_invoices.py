"""Invoices: one for each paid order, without gaps, never changed; what goes back is credited, what was wrong is cancelled."""

import threading
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection

from registration.models import Invoice, InvoiceSeries, Order, Payment, Refund, RefundLine
from registration.services import invoices
from registration.services.checkout import Billing
from registration.services.invoicing import series as invoice_series
from registration.services.refunds.rows import above_price
from tests.factories.conference import ConferenceFactory
from tests.factories.registration import (
    AddOnFactory,
    PaymentFactory,
    RefundFactory,
    TicketTypeFactory,
    order_of,
    paid_order_of,
)

pytestmark = pytest.mark.django_db
Kind = Invoice.Kind


@pytest.fixture
def seller():
    """Return a conference whose seller is known."""
    return ConferenceFactory(
        slug="harbour", seller_name="Harbour Days e. V.", seller_address="Quay 1\nHamburg", seller_tax_id="DE99"
    )


@pytest.fixture
def order(seller):
    """Return a paid order of two tickets with 19 % tax and a dinner with 7 %: 225.00."""
    order = paid_order_of(
        (TicketTypeFactory(conference=seller, name="Regular", tax_rate=19), 2),
        AddOnFactory(conference=seller, name="Dinner", tax_rate=7),
        billing_company="Ada & Co",
        billing_tax_id="GB42",
        buyer_reference="PO 7",
    )
    for line in order.line_items.all():
        line.tax_rate = line.product.tax_rate
        line.tax_amount = (line.line_total * line.tax_rate / (100 + line.tax_rate)).quantize(Decimal("0.01"))
        line.save()
    return order


def numbers() -> list[int]:
    return list(Invoice.objects.order_by("number").values_list("number", flat=True))


def give_back(order, amount, *units, status=Refund.Status.SUCCEEDED):
    """Return a refund of an amount; `units` are (line, quantity, amount)."""
    amount = Decimal(amount)
    above = above_price(order, amount, of_lines=bool(units))
    refund = RefundFactory(payment=order.payments.first(), amount=amount, above_price=above, status=status)
    for line, quantity, value in units:
        RefundLine.objects.create(refund=refund, line=line, quantity=quantity, amount=Decimal(value))
    return refund


def credited(order) -> Decimal:
    return sum(order.invoices.filter(kind=Kind.CREDIT_NOTE).values_list("total", flat=True))


# --- invoices


def test_an_invoice_takes_down_all_it_says(order):
    invoice = invoices.issue_invoice(order)
    content = invoice.content
    assert invoice.full_number == "HDEV-00001"
    assert invoice.total == order.total == Decimal(content["total"])
    assert content["seller"]["name"] == "Harbour Days e. V."
    assert content["seller"]["tax_id"] == "DE99"
    assert (content["buyer"]["company"], content["buyer"]["tax_id"], content["buyer"]["reference"]) == (
        "Ada & Co",
        "GB42",
        "PO 7",
    )
    assert content["taxes"] == [
        {"rate": "7.00", "net": "23.36", "tax": "1.64", "gross": "25.00"},
        {"rate": "19.00", "net": "168.07", "tax": "31.93", "gross": "200.00"},
    ]
    assert (content["net"], content["tax"]) == ("191.43", "33.57")
    assert [(line["description"], line["quantity"]) for line in content["lines"]] == [("Regular", 2), ("Dinner", 1)]
    assert content["paid"][0]["amount"] == "225.00"


def test_an_order_has_one_invoice_however_often_it_is_asked_for(order):
    assert invoices.issue_invoice(order) == invoices.issue_invoice(order)
    assert numbers() == [1]


def test_what_an_invoice_says_does_not_follow_the_seller_the_product_or_the_buyer(order):
    invoice = invoices.issue_invoice(order)
    before = dict(invoice.content)
    order.conference.seller_name = "Somebody else"
    order.conference.save()
    order.line_items.update(description="Something else")
    order.billing_name = "Nobody"
    order.save()
    assert invoices.issue_invoice(order).content == before


def test_an_unpaid_order_has_no_invoice(seller):
    with pytest.raises(ValidationError):
        invoices.issue_invoice(order_of(TicketTypeFactory(conference=seller)))
    assert numbers() == []


def test_without_a_seller_invoices_wait_and_are_written_later(order):
    order.conference.seller_name = ""
    order.conference.save()
    assert invoices.issue_invoice(order) is None
    assert invoices.issue_due() == ""
    order.conference.seller_name = "Harbour Days e. V."
    order.conference.save()
    assert invoices.issue_due() == "1 invoices and credit notes written"


def test_a_seller_numbers_on_over_its_conferences_and_others_have_their_own_series(order):
    same = ConferenceFactory(slug="harbour-28", seller_name="Harbour Days e. V.")
    other = ConferenceFactory(slug="other", seller_name="Hill Days E. V.")
    written = [
        invoices.issue_invoice(each).full_number
        for each in (order, *(paid_order_of(TicketTypeFactory(conference=conference)) for conference in (same, other)))
    ]
    assert written == ["HDEV-00001", "HDEV-00002", "HDEV2-00001"]


def test_test_orders_have_a_series_of_their_own(order, seller):
    test = paid_order_of(TicketTypeFactory(conference=seller), is_test=True)
    assert invoices.issue_invoice(test).full_number == "TEST-HDEV-00001"
    assert invoices.issue_invoice(order).full_number == "HDEV-00001"


def test_a_prefix_can_be_chosen_until_there_is_an_invoice(seller):
    order = paid_order_of(TicketTypeFactory(conference=seller))
    test = paid_order_of(TicketTypeFactory(conference=seller), is_test=True)
    assert invoice_series.series_for(seller).prefix == "HDEV-"
    invoices.issue_invoice(test)
    assert not invoice_series.is_numbered(seller), "tests have numbers of their own"
    assert invoice_series.choose_prefix(seller, " hal27- ").prefix == "HAL27-"
    assert invoices.issue_invoice(order).full_number == "HAL27-00001"
    with pytest.raises(ValidationError):
        invoice_series.choose_prefix(seller, "NEW-")
    with pytest.raises(ValidationError):
        invoice_series.choose_prefix(ConferenceFactory(seller_name="Hill Days"), "HAL27-")
    with pytest.raises(ValidationError):
        invoice_series.choose_prefix(ConferenceFactory(seller_name="Hill Days"), "<b>")
    next_year = ConferenceFactory(slug="harbour-28", seller_name=seller.seller_name)
    assert invoice_series.series_for(next_year).prefix == "HAL27-", "not the one that was given up"


def test_the_currency_stays_once_something_was_ordered(seller):
    seller.currency = "USD"
    seller.full_clean()
    seller.save()
    order_of(TicketTypeFactory(conference=seller))
    seller.currency = "EUR"
    with pytest.raises(ValidationError) as error:
        seller.full_clean()
    assert list(error.value.message_dict) == ["currency"]


# --- numbers under load


def issue_at_once(orders, workers: int) -> list[BaseException]:
    """Let so many workers write the invoices of all orders at the same moment; return what went wrong."""
    gate, errors = threading.Barrier(workers), []

    def work():
        gate.wait()
        try:
            for order in orders:
                invoices.issue_invoice(order)
        except IntegrityError as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _number in range(workers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return errors


@pytest.fixture
def twelve_orders(transactional_db, seller):
    """Return twelve paid orders of one seller whose series exists."""
    product = TicketTypeFactory(conference=seller)
    invoice_series.series_for(seller)
    orders = [paid_order_of(product) for _number in range(12)]
    return [Order.objects.select_related("conference__facts").get(pk=order.pk) for order in orders]


@pytest.mark.concurrent
def test_workers_at_once_write_each_invoice_once_and_no_number_is_left_out(twelve_orders):
    assert issue_at_once(twelve_orders, 6) == []
    assert numbers() == list(range(1, 13))
    assert InvoiceSeries.objects.get().last_number == 12


@pytest.mark.concurrent
def test_without_the_lock_workers_at_once_collide(twelve_orders, monkeypatch):
    """The control of the test above: it would notice a missing lock."""
    monkeypatch.setattr(invoices, "_locked", lambda series: InvoiceSeries.objects.get(pk=series.pk))
    errors = issue_at_once(twelve_orders, 6)
    assert errors or numbers() != list(range(1, 13))


@pytest.mark.concurrent
def test_workers_at_once_make_one_series(transactional_db, seller):
    product = TicketTypeFactory(conference=seller)
    orders = [paid_order_of(product) for _number in range(4)]
    orders = [Order.objects.select_related("conference__facts").get(pk=order.pk) for order in orders]
    assert issue_at_once(orders, 4) == []
    assert InvoiceSeries.objects.count() == 1
    assert numbers() == [1, 2, 3, 4]


# --- credit notes


def test_a_refund_of_units_is_credited_line_by_line(order):
    line = order.line_items.first()
    note = invoices.issue_credit_note(give_back(order, "100.00", (line, 1, "100.00")))
    assert (note.kind, note.number, note.total) == (Kind.CREDIT_NOTE, 2, Decimal("-100.00"))
    assert note.corrects.kind == Kind.INVOICE
    assert note.content["lines"][0]["quantity"] == -1
    assert note.content["taxes"] == [{"rate": "19.00", "net": "-84.03", "tax": "-15.97", "gross": "-100.00"}]
    assert note.content["buyer"]["company"] == "Ada & Co"


def test_an_amount_of_no_line_is_credited_over_the_tax_rates(order):
    note = invoices.issue_credit_note(give_back(order, "22.50"))
    assert [(line["tax_rate"], line["total"]) for line in note.content["lines"]] == [
        ("7.00", "-2.50"),
        ("19.00", "-20.00"),
    ]
    assert note.total == Decimal("-22.50")


def test_a_refund_is_credited_once(order):
    refund = give_back(order, "10.00")
    assert invoices.issue_credit_note(refund) == invoices.issue_credit_note(refund)
    assert numbers() == [1, 2]


def test_money_that_is_still_on_its_way_is_not_credited(order):
    assert invoices.issue_credit_note(give_back(order, "10.00", status=Refund.Status.PENDING)) is None


def test_money_paid_above_the_price_is_no_part_of_it(order):
    PaymentFactory(order=order, amount=Decimal("30.00"))
    assert invoices.issue_credit_note(give_back(order, "30.00")) is None
    assert invoices.issue_credit_note(give_back(order, "5.00")).total == Decimal("-5.00")


def test_a_surplus_that_went_back_stays_without_a_note_whatever_goes_back_later(order):
    PaymentFactory(order=order, amount=Decimal("50.00"))
    surplus = give_back(order, "50.00")
    assert invoices.issue_credit_note(surplus) is None
    assert invoices.issue_credit_note(give_back(order, "30.00")).total == Decimal("-30.00")
    assert invoices.issue_due() == ""
    assert invoices.issue_credit_note(surplus) is None
    assert credited(order) == Decimal("-30.00")


def test_the_job_asks_once_about_a_refund_without_anything_to_credit(order, django_assert_num_queries):
    invoices.issue_invoice(order)
    PaymentFactory(order=order, amount=Decimal("50.00"))
    give_back(order, "50.00")
    assert invoices.issue_due() == ""
    with django_assert_num_queries(3):
        assert invoices.issue_due() == ""


def test_a_surplus_counts_once_in_whichever_order_refunds_arrive(order):
    PaymentFactory(order=order, amount=Decimal("50.00"))
    slow = give_back(order, "30.00", status=Refund.Status.PENDING)
    assert invoices.issue_credit_note(give_back(order, "40.00")).total == Decimal("-20.00")
    Refund.objects.filter(pk=slow.pk).update(status=Refund.Status.SUCCEEDED)
    slow.refresh_from_db()
    assert invoices.issue_credit_note(slow) is None


def test_money_that_comes_after_a_credited_refund_can_go_back_without_a_note(order):
    assert invoices.issue_credit_note(give_back(order, "30.00")).total == Decimal("-30.00")
    PaymentFactory(order=order, amount=Decimal("30.00"))
    assert invoices.issue_credit_note(give_back(order, "30.00")) is None


def test_a_surplus_whose_refund_failed_can_go_back_again(order):
    PaymentFactory(order=order, amount=Decimal("50.00"))
    first = give_back(order, "50.00")
    assert invoices.issue_credit_note(first) is None
    Refund.objects.filter(pk=first.pk).update(status=Refund.Status.FAILED)
    assert invoices.issue_credit_note(give_back(order, "50.00")) is None


def test_the_money_of_an_order_that_was_never_paid_is_not_credited(seller):
    order = order_of(TicketTypeFactory(conference=seller), status=Order.Status.CANCELLED)
    PaymentFactory(order=order, status=Payment.Status.REFUNDED)
    assert invoices.issue_credit_note(give_back(order, "100.00")) is None
    assert numbers() == []


def test_a_credit_note_is_cancelled_when_its_money_did_not_go(order):
    refund = give_back(order, "10.00")
    note = invoices.issue_credit_note(refund)
    Refund.objects.filter(pk=refund.pk).update(status=Refund.Status.FAILED)
    assert invoices.issue_due() == "1 invoices and credit notes written"
    assert invoices.issue_due() == ""
    cancellation = note.corrections.get()
    assert (cancellation.kind, cancellation.total) == (Kind.CANCELLATION, Decimal("10.00"))


def test_the_job_writes_what_is_missing_once(order):
    give_back(order, "10.00")
    assert invoices.issue_due() == "2 invoices and credit notes written"
    assert sorted(Invoice.objects.values_list("kind", flat=True)) == ["credit_note", "invoice"]
    assert invoices.issue_due() == ""


# --- corrections


BILLING = Billing(name="Ada Lovelace", company="Ada GmbH", address="New street 1", country="DE", tax_id="DE1")


def test_an_invoice_is_corrected_by_a_cancellation_and_a_new_one(order):
    first = invoices.issue_invoice(order)
    new = invoices.cancel_and_reissue(first, billing=BILLING)
    cancellation = first.corrections.get(kind=Kind.CANCELLATION)
    assert [first.number, cancellation.number, new.number] == [1, 2, 3]
    assert cancellation.total == -first.total
    assert Decimal(cancellation.content["tax"]) == -Decimal(first.content["tax"])
    assert (new.total, new.content["buyer"]["company"]) == (first.total, "Ada GmbH")
    assert first.content["buyer"]["company"] == "Ada & Co"
    assert invoices.current_invoice(order) == new
    order.refresh_from_db()
    assert order.billing_company == "Ada GmbH"


def test_a_replaced_invoice_is_not_replaced_again(order):
    first = invoices.issue_invoice(order)
    invoices.cancel_and_reissue(first, billing=BILLING)
    with pytest.raises(ValidationError):
        invoices.cancel_and_reissue(first, billing=BILLING)
    assert numbers() == [1, 2, 3]


def test_an_invoice_that_already_says_so_is_left_alone(order):
    new = invoices.cancel_and_reissue(invoices.issue_invoice(order), billing=BILLING)
    assert invoices.cancel_and_reissue(new, billing=BILLING) == new
    assert numbers() == [1, 2, 3]


def test_a_stored_invoice_cannot_be_changed_or_deleted(order):
    invoice = invoices.issue_invoice(order)
    invoice.total = Decimal("1.00")
    with pytest.raises(ValidationError):
        invoice.save()
    with pytest.raises(ValidationError):
        invoice.delete()
