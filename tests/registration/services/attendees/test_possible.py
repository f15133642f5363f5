"""What may be done with a ticket, by its state, the time and who asks."""

import datetime as dt

import pytest
from django.utils import timezone

from registration.models import SalesSettings
from registration.services.attendees.possible import has_holder, has_time, possible
from tests.factories.conference import UserFactory
from tests.factories.registration import AttendeeFactory

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)
NAMELESS = {"name": "", "email": ""}
ALL = {"assign", "claim", "take_back", "rename", "transfer", "move", "answer"}


@pytest.fixture
def open_to(conference):
    """Return `find(ends_in, is_buyer=, is_holder=, live_addons=, **fields)`: the actions open to that person."""

    def find(ends_in, *, is_buyer=True, is_holder=False, live_addons=(), **fields):
        if fields.pop("is_claimed", False):
            fields["user"] = UserFactory()
        if fields.pop("is_used", False):
            fields["checked_in_at"] = timezone.now()
        if fields.pop("is_revoked", False):
            fields["revoked_at"] = timezone.now()
        SalesSettings.objects.create(conference=conference, changes_until=timezone.now() + ends_in)
        ticket = AttendeeFactory(conference=conference, **fields)
        ticket.live_addons = list(live_addons)
        may = possible(ticket, is_buyer=is_buyer, is_holder=is_holder)
        assert has_time(conference) is (ends_in > dt.timedelta())
        return {action for action in ALL if getattr(may, action)}

    return find


@pytest.mark.parametrize(
    ("ends_in", "about", "expected"),
    [
        (HOUR, NAMELESS, {"assign", "claim"}),
        (-HOUR, NAMELESS, {"assign", "claim"}),
        (HOUR, {}, {"assign", "claim", "take_back"}),
        (-HOUR, {}, {"claim"}),
        (HOUR, {"is_buyer": False}, set()),
        (HOUR, {"is_claimed": True}, {"rename", "transfer"}),
        (HOUR, {"is_claimed": True, "is_holder": True}, {"rename", "transfer", "answer"}),
        (-HOUR, {"is_claimed": True, "is_holder": True}, {"answer"}),
        (HOUR, {"is_claimed": True, "is_holder": True, "is_used": True}, {"answer"}),
        (HOUR, {"live_addons": ["Dinner"]}, {"assign", "claim", "take_back", "move"}),
        (HOUR, {"live_addons": ["Dinner"], "is_revoked": True}, {"move"}),
        (-HOUR, {"live_addons": ["Dinner"], "is_revoked": True}, set()),
    ],
)
def test_what_is_open(open_to, ends_in, about, expected):
    assert open_to(ends_in, **about) == expected


def test_at_a_closed_conference_nothing_is(conference, open_to):
    conference.is_closed = True
    assert open_to(HOUR, is_claimed=True, is_holder=True, live_addons=["Dinner"]) == set()


@pytest.mark.parametrize(("fields", "expected"), [(NAMELESS, False), ({"email": ""}, True), ({"name": ""}, True)])
def test_whether_somebody_is_named(conference, fields, expected):
    assert has_holder(AttendeeFactory.build(conference=conference, **fields)) is expected
