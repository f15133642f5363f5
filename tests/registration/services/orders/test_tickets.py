"""Which refusals of the database mean that a person has a ticket already."""

import pytest
from django.db import IntegrityError

from registration.services.orders.tickets import is_second_ticket


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ('duplicate key value violates unique constraint "one_ticket_per_person"', True),
        ("UNIQUE constraint failed: registration_attendee.user_id, registration_attendee.conference_id", True),
        ('duplicate key value violates unique constraint "one_ticket_per_unit"', False),
        ("UNIQUE constraint failed: registration_attendee.access_code", False),
    ],
)
def test_both_databases_are_understood(sentence, expected):
    assert is_second_ticket(IntegrityError(sentence)) is expected
