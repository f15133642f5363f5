"""What a request's user carries along for Wagtail's permission policies."""

import pickle

import pytest

from common.policies import attach, conference_at_work
from tests.factories.conference import SuperuserFactory

pytestmark = pytest.mark.django_db


def test_people_can_be_kept_in_a_cache_without_their_request(rf, client_for, conference):
    request = rf.get("/admin/")
    request.user, request.session = SuperuserFactory(), {}
    attach(request)
    assert conference_at_work(request.user) == conference

    kept = pickle.loads(pickle.dumps(request.user))
    assert kept == request.user
    assert conference_at_work(kept) is None
