"""Who earns which discount."""

import datetime as dt
from collections import defaultdict

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone

from conference.models import Speaker, Talk
from registration.models import CONDITIONS, Order
from registration.services import cart as carts
from registration.services.checkout import Billing
from registration.services.place_order import place_order
from registration.services.selling.buyers import QUESTIONS
from registration.services.selling.conditions import rules_for
from tests.factories.conference import ConferenceFactory, UserFactory
from tests.factories.registration import (
    CONDITION_FACTORIES,
    DiscountForProductFactory,
    GroupMemberConditionFactory,
    IncludedProductConditionFactory,
    SpeakerConditionFactory,
    TicketTypeFactory,
    TimeOrStockLimitConditionFactory,
    order_of,
)

pytestmark = pytest.mark.django_db


def names(conference, user=None):
    return [rule.name for rule in rules_for(conference, user)]


def speaker(conference, user=None, code="A"):
    return Speaker.objects.create(conference=conference, user=user, name=f"Speaker {code}", pretalx_code=code)


def test_rules_come_by_priority_then_name(conference):
    for name, priority in (("B", 1), ("A", 1), ("C", 0)):
        TimeOrStockLimitConditionFactory(conference=conference, name=name, priority=priority)
    assert names(conference) == ["C", "A", "B"]


def test_a_rule_runs_in_its_time_while_units_are_left(conference):
    now, day = timezone.now(), dt.timedelta(days=1)
    TimeOrStockLimitConditionFactory(conference=conference, name="now", start_time=now - day, end_time=now + day)
    TimeOrStockLimitConditionFactory(conference=conference, name="soon", start_time=now + day)
    TimeOrStockLimitConditionFactory(conference=conference, name="over", end_time=now - day)
    DiscountForProductFactory(conference=conference, name="used up", limit=2, times_used=2)
    DiscountForProductFactory(conference=conference, name="off", is_active=False)
    DiscountForProductFactory(conference=ConferenceFactory(), name="elsewhere")
    assert names(conference) == ["now"]


def test_speakers_are_those_linked_to_the_programme(conference):
    SpeakerConditionFactory(conference=conference, name="speaker")
    ada, bob = UserFactory(), UserFactory()
    speaker(conference, ada)
    speaker(ConferenceFactory(), bob)
    assert (names(conference, ada), names(conference, bob), names(conference)) == (["speaker"], [], [])


def test_co_speakers_share_a_talk(conference):
    SpeakerConditionFactory(conference=conference, name="co", is_presenter=False, is_copresenter=True)
    alone, together = UserFactory(), UserFactory()
    for code, people in (
        ("ONE", [speaker(conference, alone, "A")]),
        ("TWO", [speaker(conference, together, "B"), speaker(conference, None, "C")]),
    ):
        Talk.objects.create(conference=conference, pretalx_code=code, title=code).speakers.set(people)
    assert (names(conference, alone), names(conference, together)) == ([], ["co"])


def test_members_of_one_of_the_groups(conference):
    team = Group.objects.create(name="Team")
    GroupMemberConditionFactory(conference=conference, name="team", groups=[team])
    GroupMemberConditionFactory(conference=conference, name="nobody", groups=[])
    member = UserFactory()
    member.groups.add(team)
    assert (names(conference, member), names(conference, UserFactory())) == (["team"], [])


def test_owners_of_a_ticket_until_it_is_refunded(conference):
    ticket = TicketTypeFactory(conference=conference)
    IncludedProductConditionFactory(conference=conference, name="owner", enabling_ticket_types=[ticket])
    order = order_of(ticket, status=Order.Status.PAID)
    waiting = order_of(ticket)
    assert (names(conference, order.user), names(conference, waiting.user)) == (["owner"], [])
    order.line_items.update(refunded_quantity=1)
    assert names(conference, order.user) == []


@pytest.mark.parametrize("of_each", [1, 4])
def test_however_many_there_are_they_take_the_same_statements(conference, of_each, django_assert_num_queries):
    for factory in CONDITION_FACTORIES:
        factory.create_batch(of_each, conference=conference)
    somebody = UserFactory()
    with django_assert_num_queries(5):  # rows, scopes, and one each: speaker? groups? tickets?
        rules_for(conference, somebody)


def test_each_kind_answers_for_one_row(conference):
    somebody = UserFactory()
    answers = {
        factory._meta.model.__name__: factory(conference=conference).evaluate(somebody, conference)
        for factory in CONDITION_FACTORIES
    }
    for_all = {"TimeOrStockLimitCondition", "DiscountForProduct", "DiscountForCategory"}
    assert answers == {model.__name__: model.__name__ in for_all for model in CONDITIONS}


def test_what_is_given_to_a_person_is_given_once(conference):
    """Ordering again wins no second free ticket; what everybody gets, everybody gets with every order."""
    ada, ticket = UserFactory(), TicketTypeFactory(conference=conference)
    speaker(conference, ada)
    SpeakerConditionFactory(conference=conference, name="speaker", discount_value=100, max_quantity=1)
    everybody = TimeOrStockLimitConditionFactory(conference=conference, name="bird", max_quantity=1, priority=1)

    def order():
        cart = carts.get_or_create_cart(ada, conference)
        carts.add_ticket(cart, ticket)
        return place_order(cart, billing=Billing("Ada", "ada@example.org"))

    assert [(order.total, order.status) for order in (order(), order())] == [(0, "paid"), (90, "pending")]
    Order.objects.filter(status="pending").update(hold_expires_at=timezone.now())
    everybody.delete()
    assert order().total == 100


def test_what_an_order_gives_back_can_be_had_again(conference):
    ada, ticket = UserFactory(), TicketTypeFactory(conference=conference)
    speaker(conference, ada)
    condition = SpeakerConditionFactory(conference=conference, max_quantity=2)
    order = order_of((ticket, 3), user=ada, status=Order.Status.PAID)
    order.line_items.update(condition_key=f"speakercondition:{condition.pk}", condition_units=2)
    left = [rule.most_of(ticket) for rule in rules_for(conference, ada)]
    order.line_items.update(refunded_quantity=2)
    assert (left, [rule.most_of(ticket) for rule in rules_for(conference, ada)]) == ([0], [1])
    assert rules_for(conference, ada)[0].most_of(TicketTypeFactory(conference=conference)) == 2


def test_the_name_of_the_limit_says_what_it_counts():
    named = defaultdict(set)
    for kind in CONDITIONS:
        if hasattr(kind, "max_quantity"):
            named[kind._meta.get_field("max_quantity").verbose_name].add(kind._meta.model_name)
    assert named == {
        "most per person": set(QUESTIONS),
        "most per order": {"timeorstocklimitcondition", "discountforproduct"},
    }
