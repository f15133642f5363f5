"""Correcting an invoice: said first, done once, noted, and only by who answers for the books."""

import pytest
from wagtail.models import ModelLogEntry

from registration.models import Invoice

FORM = {
    "billing_name": "Ada Lovelace",
    "billing_company": "Ada GmbH",
    "billing_address": "New street 1",
    "billing_country": "DE",
    "billing_tax_id": "DE1",
    "buyer_reference": "PO 8",
}
YES = {"confirmed": "1"}


@pytest.fixture
def path(own) -> str:
    """Return the address where the invoice of the own order is corrected."""
    return f"/admin/registration/orders/{own['order'].pk}/invoice/"


def test_a_country_is_chosen_from_the_checkouts_list(client_of, path):
    html = client_of("finance").get(path).content.decode()
    assert '<option value="DE">Germany</option>' in html
    assert '<option value="GE">Georgia</option>' in html


def kinds(own) -> list[str]:
    return list(Invoice.objects.filter(order=own["order"]).order_by("number").values_list("kind", flat=True))


def test_the_page_says_first_what_is_written(client_of, own, path):
    finance = client_of("finance")
    assert own["order"].billing_name in finance.get(path).content.decode()
    html = finance.post(path, FORM).content.decode()
    assert "OWN-00001 stays as it is and is cancelled" in html
    assert "Country: “nothing” becomes “Germany”." in html
    assert "Company: “nothing” becomes “Ada GmbH”." in html
    assert kinds(own) == ["invoice"]


def test_a_corrected_invoice_is_cancelled_and_written_anew_and_noted(client_of, own, path):
    client_of("finance").post(path, FORM | YES)
    assert kinds(own) == ["invoice", "cancellation", "invoice"]
    new = Invoice.objects.get(order=own["order"], number=3)
    assert (new.content["buyer"]["company"], new.content["buyer"]["country"]) == ("Ada GmbH", "DE")
    entry = ModelLogEntry.objects.get(action="registration.invoice_corrected")
    assert str(entry.message) == "Cancelled the invoice OWN-00001 and wrote OWN-00003"


def test_without_a_change_nothing_is_announced(client_of, own, path):
    finance = client_of("finance")
    finance.post(path, FORM | YES)
    html = finance.post(path, FORM).content.decode()
    assert "says exactly this already" in html
    assert "is cancelled" not in html


def test_the_same_words_write_nothing(client_of, own, path):
    finance = client_of("finance")
    finance.post(path, FORM | YES)
    html = finance.post(path, FORM | YES, follow=True).content.decode()
    assert "says exactly this already" in html
    assert kinds(own) == ["invoice", "cancellation", "invoice"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"billing_name": ""},
        {"billing_country": "D1"},
        {"billing_country": "Germany"},
        {"billing_country": "AA"},
        {"billing_company": "x" * 201},
    ],
)
def test_wrong_words_write_nothing(client_of, own, path, wrong):
    assert client_of("finance").post(path, {**FORM, **wrong, **YES}).status_code == 200
    assert kinds(own) == ["invoice"]


def test_an_order_without_an_invoice_says_so(client_of, own):
    path = f"/admin/registration/orders/{own['waiting_order'].pk}/invoice/"
    html = client_of("finance").post(path, FORM | YES, follow=True).content.decode()
    assert "no invoice yet" in html


@pytest.mark.parametrize("role", ["registration", "editors", "programme"])
def test_others_correct_nothing(client_of, own, path, role):
    client_of(role).post(path, FORM | YES)
    assert kinds(own) == ["invoice"]


def test_the_button_is_there_for_finance_only(client_of, own, path):
    page = f"/admin/registration/orders/inspect/{own['order'].pk}/"
    assert path in client_of("finance").get(page).content.decode()
    assert path not in client_of("registration").get(page).content.decode()
