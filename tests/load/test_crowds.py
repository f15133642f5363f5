"""What the crowds are measured with sees what it is there for."""

import threading

import pytest
from django.db import OperationalError, connection, transaction

from tests.factories.conference import UserFactory
from tests.load.crowds import crowd

pytestmark = [pytest.mark.concurrent, pytest.mark.django_db(transaction=True)]


def test_a_deadlock_is_counted_and_an_error_is_an_outcome():
    first, second = (UserFactory().pk for _person in range(2))
    both = threading.Barrier(2, timeout=30)

    def lock_in_turn(number: int) -> str:
        pks = (first, second) if number else (second, first)
        with transaction.atomic(), connection.cursor() as cursor:
            for pk in pks:
                cursor.execute("SELECT 1 FROM conference_user WHERE id = %s FOR UPDATE", [pk])
                if pk == pks[0]:
                    both.wait()
        return "locked"

    met = crowd(lock_in_turn, buyers=2, connections=2)
    assert met.outcomes == {"locked": 1, OperationalError.__name__: 1}
    assert met.deadlocks == 1
    assert met.seconds > 0
