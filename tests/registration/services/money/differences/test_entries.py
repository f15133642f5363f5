"""The list of differences: one row for one thing, told when it is new, and again when another amount is found."""

from decimal import Decimal

import pytest

from conference.models import OutboxMail
from registration.models import Discrepancy
from registration.services.money.differences import entries
from tests.factories.conference import ConferenceFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def conference():
    """Return a conference whose differences are told to one address."""
    conference = ConferenceFactory()
    conference.facts.contact_email = "office@example.org"
    conference.facts.save()
    return conference


def find(conference, amount: str, detail: str = "Stripe has a payment that no order asked for.") -> Discrepancy:
    return entries.note(
        conference,
        Discrepancy.Kind.ORPHAN_PAYMENT,
        stripe_id="pi_1",
        amount=Decimal(amount),
        currency="EUR",
        detail=detail,
    )


def amounts_told() -> list[str]:
    told = OutboxMail.objects.filter(kind="staff.payment_attention").order_by("pk")
    return [amount for mail in told for amount in ("10.00", "15.00") if amount in mail.text]


def test_the_same_difference_is_one_row_and_told_once(conference):
    first = find(conference, "10.00")
    assert find(conference, "10.00") == first
    assert Discrepancy.objects.count() == 1
    assert amounts_told() == ["10.00"]


def test_a_settled_difference_found_again_stays_settled(conference):
    entries.resolve(find(conference, "10.00"), "It was a gift.", by=UserFactory())
    found = find(conference, "10.00")
    assert (found.resolved_at is None, found.resolution) == (False, "It was a gift.")
    assert amounts_told() == ["10.00"]


def test_a_settled_difference_found_with_another_amount_opens_anew_and_is_told(conference):
    entries.resolve(find(conference, "10.00"), "It was a gift.", by=UserFactory())
    found = find(conference, "15.00", "There is more of it.")
    found.refresh_from_db()
    assert Discrepancy.objects.get() == found
    assert (found.amount, found.detail) == (Decimal("15.00"), "There is more of it.")
    assert (found.resolved_at, found.resolved_by, found.resolution) == (None, None, "")
    find(conference, "15.00")
    assert amounts_told() == ["10.00", "15.00"]


def test_an_amount_that_was_there_before_is_told_when_it_comes_back(conference):
    entries.resolve(find(conference, "10.00"), "It was a gift.")
    entries.resolve(find(conference, "15.00"), "A gift as well.")
    find(conference, "10.00")
    assert amounts_told() == ["10.00", "15.00", "10.00"]


def test_an_open_difference_says_the_amount_that_was_found_last_and_is_told_once(conference):
    find(conference, "10.00")
    assert find(conference, "15.00", "There is more of it.").amount == Decimal("15.00")
    found = Discrepancy.objects.get()
    assert (found.amount, found.detail) == (Decimal("15.00"), "There is more of it.")
    assert amounts_told() == ["10.00"]
