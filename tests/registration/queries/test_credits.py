"""Store credit as the person who has it sees it."""

from decimal import Decimal

import pytest

from registration.queries.credits import credit_balances
from tests.factories.conference import ConferenceFactory, UserFactory
from tests.factories.registration import CreditFactory, TicketTypeFactory, order_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada():
    return UserFactory()


def test_what_is_left_at_each_conference_in_words(conference, ada):
    for _number in range(2):
        CreditFactory(user=ada, conference=conference)
    elsewhere = CreditFactory(user=ada, conference=ConferenceFactory(currency="JPY", language="en")).conference
    found = credit_balances(ada, [conference, elsewhere])
    assert [(balance.conference, balance.amount) for balance in found] == [
        (conference, Decimal("80.00")),
        (elsewhere, Decimal("40.00")),
    ]
    assert found[1].words == "¥40"
    assert credit_balances(UserFactory(), [conference]) == []


def test_the_installations_currency_is_named_where_a_conference_has_none_of_its_own(ada):
    conference = ConferenceFactory(currency="", language="en-gb")
    CreditFactory(user=ada, conference=conference)
    [balance] = credit_balances(ada, [conference])
    assert conference.effective_currency == "USD"
    assert balance.words == "US$40.00"


def test_credit_of_a_test_is_none(conference, ada):
    CreditFactory(user=ada, conference=conference, source_order=order_of(TicketTypeFactory(), is_test=True))
    assert credit_balances(ada, [conference]) == []


@pytest.mark.parametrize("number", [1, 5])
def test_one_statement(ada, django_assert_num_queries, number):
    conferences = [CreditFactory(user=ada).conference for _number in range(number)]
    with django_assert_num_queries(1):
        assert len(credit_balances(ada, conferences)) == number
