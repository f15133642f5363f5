"""What is stored about a person can be exported and deleted; diets and access needs go by date, whoever asks."""

import datetime as dt
import json

import pytest
import time_machine

from registration.models import Attendee, AttendeeProfile, Cart, Order, SalesSettings
from registration.services import privacy
from tests.factories.conference import UserFactory
from tests.factories.registration import CartFactory, TicketTypeFactory, order_of, paid_order_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def holder():
    """Return somebody who bought and holds a ticket, and told what they eat."""
    user = UserFactory(email="ada@example.org")
    order = paid_order_of(TicketTypeFactory(name="Regular"), user=user, billing_company="Ada & Co")
    ticket = order.attendees.get()
    ticket.user = user
    ticket.save()
    AttendeeProfile.objects.create(
        attendee=ticket, user=user, dietary_needs="no nuts", accessibility="ramp", shirt_size="M"
    )
    return user


def profile() -> AttendeeProfile:
    return AttendeeProfile.objects.get()


def purge_on(day: dt.date) -> str:
    with time_machine.travel(dt.datetime.combine(day, dt.time(12), tzinfo=dt.UTC), tick=False):
        return privacy.purge_health_data()


def test_diets_and_access_needs_are_deleted_a_month_after_the_conference_and_nothing_else(holder):
    last = profile().attendee.conference.end_date
    assert purge_on(last + dt.timedelta(days=30)) == ""
    assert profile().dietary_needs == "no nuts"
    assert purge_on(last + dt.timedelta(days=31)) == "diets and access needs of 1 people deleted"
    assert (profile().dietary_needs, profile().accessibility, profile().shirt_size) == (None, None, "M")
    assert purge_on(last + dt.timedelta(days=32)) == ""


def test_the_organizers_date_counts(holder):
    SalesSettings.objects.create(conference=profile().attendee.conference, health_data_until=dt.date(2027, 6, 20))
    assert purge_on(dt.date(2027, 6, 20)) == ""
    assert purge_on(dt.date(2027, 6, 21)) != ""


def test_a_person_gets_all_that_is_stored_about_them_and_nothing_of_others(holder):
    paid_order_of(TicketTypeFactory(name="Somebody else’s"))
    data = privacy.export(holder)
    assert [order["billing"]["company"] for order in data["orders"]] == ["Ada & Co"]
    assert data["tickets"][0]["answers"]["dietary_needs"] == "no nuts"
    assert "Somebody else" not in json.dumps(data)


def test_deleting_a_person_leaves_the_order_and_takes_the_rest(holder):
    assert privacy.purge(holder) == 2
    assert not AttendeeProfile.objects.exists()
    ticket = Attendee.objects.get()
    assert (ticket.user, ticket.name, ticket.email) == (None, "", "")
    assert Order.objects.get().billing_company == "Ada & Co"


def test_what_was_typed_at_the_checkout_goes_with_the_person(holder):
    answers, other = {"fields": {"t1-1-answer_dietary_needs": "no nuts"}}, UserFactory()
    for user in (holder, other):
        CartFactory(user=user, checkout_data=answers)
        order_of(TicketTypeFactory(), user=user, plan={"holders": [], "addons": []})
    privacy.purge(holder)
    assert [cart.user for cart in Cart.objects.filter(checkout_data__isnull=False)] == [other]
    assert [order.user for order in Order.objects.filter(plan__isnull=False)] == [other]


def test_a_ticket_that_its_holder_let_go_of_has_another_code_for_its_buyer(holder):
    theirs, bought = Attendee.objects.get(), paid_order_of(TicketTypeFactory(name="Student")).attendees.get()
    bought.user = UserFactory()
    bought.save()
    privacy.purge(bought.user)
    privacy.purge(holder)
    codes = dict(Attendee.objects.values_list("pk", "access_code"))
    assert codes[bought.pk] != bought.access_code
    assert codes[theirs.pk] == theirs.access_code  # the control: who bought it themselves keeps it
    assert not Attendee.objects.filter(claim_token__in=[theirs.claim_token, bought.claim_token]).exists()
