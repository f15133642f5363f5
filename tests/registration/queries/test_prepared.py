"""Statements that are composed once."""

import datetime as dt
from decimal import Decimal
from threading import Thread

import pytest
from django.db import connection
from django.db.models import F
from django.utils import timezone

from registration.models import TicketType
from registration.queries.prepared import AnyOf, Prepared, number_slot, time_slot
from tests.factories.registration import TicketTypeFactory

pytestmark = pytest.mark.django_db


def test_the_same_statement_answers_for_other_values(conference, django_assert_num_queries):
    one, two, _three = TicketTypeFactory.create_batch(3, conference=conference)
    other = TicketTypeFactory()
    found = Prepared(TicketType.objects.filter(conference=number_slot("where")).order_by("pk").values_list("pk"))
    named = Prepared(TicketType.objects.filter(AnyOf(F("pk"), "keys")).order_by("pk").values_list("pk"))
    with django_assert_num_queries(5):
        assert found.ask(where=other.conference_id) == [(other.pk,)]
        assert len(found.ask(where=conference.pk)) == 3
        assert named.ask(keys=[two.pk, one.pk]) == [(one.pk,), (two.pk,)]
        assert named.ask(keys=range(one.pk, other.pk + 1))[-1] == (other.pk,)
        assert named.ask(keys=[]) == []


def test_texts_are_values_and_never_part_of_the_statement(conference):
    TicketTypeFactory(conference=conference, name="A, 'B' {C} %s")
    named = Prepared(TicketType.objects.filter(AnyOf(F("name"), "names")).values_list("name"))
    assert named.ask(names=["A, 'B' {C} %s", "') OR 1=1 --"]) == [("A, 'B' {C} %s",)]
    assert named.ask(names=["') OR 1=1 --"]) == []


def test_values_come_as_python_has_them(conference):
    until = timezone.now().replace(microsecond=5) + dt.timedelta(days=1)
    TicketTypeFactory(conference=conference, price=Decimal("12.50"), available_until=until, requires_voucher=True)
    rows = TicketType.objects.filter(available_until__gt=time_slot("now"))
    found = Prepared(rows.values_list("price", "available_until", "requires_voucher"))
    assert found.ask(now=until - dt.timedelta(seconds=1)) == [(Decimal("12.50"), until, True)]
    assert found.ask(now=until) == []


def test_a_value_that_is_not_given_is_an_error(conference):
    with pytest.raises(KeyError):
        Prepared(TicketType.objects.filter(conference=number_slot("where")).values_list("pk")).ask(here=conference.pk)


@pytest.mark.concurrent
@pytest.mark.django_db(transaction=True)
def test_every_thread_asks_on_its_own_connection(conference):
    ticket = TicketTypeFactory(conference=conference)
    found = Prepared(TicketType.objects.filter(conference=number_slot("where")).values_list("pk"))
    heard = []

    def ask():
        heard.append(found.ask(where=conference.pk))
        connection.close()

    thread = Thread(target=ask)
    thread.start()
    thread.join(10)
    assert [*heard, found.ask(where=conference.pk)] == [[(ticket.pk,)], [(ticket.pk,)]]
