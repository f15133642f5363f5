"""Two conferences that sell; what belongs to the other one bears the word “Foreign”. Lighter than those of all desks."""

import pytest

from tests.factories.conference import ConferenceFactory
from tests.staff.conftest import Filled, person_with, signed_in
from tests.staff.registration.objects import shop_of


@pytest.fixture
def own(db) -> Filled:
    """Return the conference that the staff of the tests work on."""
    conference = ConferenceFactory(slug="own-days", name="Own Days")
    return Filled(conference, None, shop_of(conference, "Own"))


@pytest.fixture
def foreign(db) -> Filled:
    """Return another conference, at which they hold no role."""
    conference = ConferenceFactory(slug="foreign-days", name="Foreign Days")
    return Filled(conference, None, shop_of(conference, "Foreign"))


@pytest.fixture
def client_of(own):
    """Return `make(role)`: a client of a new person with that role at the own conference."""
    return lambda role: signed_in(person_with(role, own.conference))
