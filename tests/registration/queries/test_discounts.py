"""The six kinds of discounts as flat rules."""

from decimal import Decimal

import pytest

from registration.queries.discounts import load_rules, rule_of
from tests.factories.conference import ConferenceFactory
from tests.factories.registration import (
    CONDITION_FACTORIES,
    AddOnFactory,
    DiscountForCategoryFactory,
    IncludedProductConditionFactory,
    SpeakerConditionFactory,
    TicketTypeFactory,
    TimeOrStockLimitConditionFactory,
)

pytestmark = pytest.mark.django_db


def test_a_rule_says_what_its_condition_says(conference):
    ticket, dinner = TicketTypeFactory(conference=conference), AddOnFactory(conference=conference)
    bird = TimeOrStockLimitConditionFactory(
        conference=conference, name="Bird", priority=3, limit=9, times_used=4, max_quantity=2, ticket_types=[ticket]
    )
    rule = load_rules(conference)[0]
    assert (rule.key, rule.name, rule.priority) == (f"timeorstocklimitcondition:{bird.pk}", "Bird", 3)
    assert (rule.discount_type, rule.value, rule.max_quantity, rule.units_left) == ("percentage", Decimal(10), 2, 5)
    assert (rule.covers(ticket), rule.covers(dinner)) == (True, False)
    assert rule == rule_of(bird)


def test_the_questions_of_each_kind_come_along(conference):
    owned = TicketTypeFactory(conference=conference)
    included = IncludedProductConditionFactory(conference=conference, enabling_ticket_types=[owned])
    speaker = SpeakerConditionFactory(conference=conference, is_presenter=False, is_copresenter=True)
    category = DiscountForCategoryFactory(conference=conference, apply_to_tickets=False)
    assert rule_of(included).asks == {owned.pk}
    assert rule_of(speaker).flags == (False, True)
    assert (rule_of(category).covers(owned), rule_of(category).covers(AddOnFactory(conference=conference))) == (
        False,
        True,
    )


def test_only_this_conferences_active_ones_are_read(conference):
    for kind in CONDITION_FACTORIES:
        kind(conference=conference, name="off", is_active=False)
        kind(conference=ConferenceFactory(), name="elsewhere")
    assert load_rules(conference) == []
    DiscountForCategoryFactory(conference=conference, name="on")
    assert [rule.name for rule in load_rules(conference)] == ["on"]


@pytest.mark.parametrize("number", [1, 10])
def test_two_statements_for_all_kinds(conference, django_assert_num_queries, number):
    tickets = TicketTypeFactory.create_batch(number, conference=conference)
    for kind in CONDITION_FACTORIES[:-1]:
        kind.create_batch(number, conference=conference, ticket_types=tickets)
    DiscountForCategoryFactory.create_batch(number, conference=conference)
    with django_assert_num_queries(2):
        assert len(load_rules(conference)) == number * 6


def test_one_statement_where_there_are_none(conference, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert load_rules(conference) == []
