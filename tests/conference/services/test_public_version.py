import pytest
from django.db import transaction

from conference.models import Notice
from conference.services import public_version
from tests.factories.conference import ConferenceFactory

pytestmark = pytest.mark.django_db(transaction=True)


def test_many_changes_of_one_transaction_count_once():
    conference = ConferenceFactory()
    before = public_version.current()
    with transaction.atomic():
        for number in range(3):
            Notice.objects.create(conference=conference, text=f"Notice {number}")
        assert public_version.current() == before
    assert public_version.current() == before + 1


def test_what_is_rolled_back_changes_nothing():
    conference = ConferenceFactory()
    before = public_version.current()
    with transaction.atomic():
        Notice.objects.create(conference=conference, text="Never")
        transaction.set_rollback(True)
    assert public_version.current() == before


def test_reading_costs_one_query(django_assert_num_queries):
    with django_assert_num_queries(1):
        public_version.current()
