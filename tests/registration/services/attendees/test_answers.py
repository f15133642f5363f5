"""Holders are asked what the organizers chose for their ticket, and nothing else is stored."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from registration.models import AttendeeProfile, ProfileQuestion
from registration.services import attendees
from registration.services.attendees import completion
from tests.factories.conference import UserFactory
from tests.factories.registration import TicketTypeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def questions(ticket):
    """Diet is asked of everybody, the shirt must be answered, pronouns are asked of holders of another ticket."""
    conference = ticket.conference
    ProfileQuestion.objects.create(conference=conference, field="dietary_needs")
    ProfileQuestion.objects.create(conference=conference, field="shirt_size", is_required=True)
    other = ProfileQuestion.objects.create(conference=conference, field="pronouns", is_required=True)
    other.ticket_types.add(TicketTypeFactory(conference=conference))


def test_answers_complete_a_ticket(ticket, questions):
    attendees.save_answers(ticket, {"shirt_size": "M", "dietary_needs": "no nuts"})
    ticket.refresh_from_db()
    assert ticket.completed_registration
    assert ticket.profile.dietary_needs == "no nuts"


def test_answers_nobody_asked_for_are_dropped(ticket, questions):
    attendees.save_answers(ticket, {"shirt_size": "M", "pronouns": "they", "accessibility": "ramp", "user": "1"})
    profile = AttendeeProfile.objects.get(attendee=ticket)
    assert (profile.pronouns, profile.accessibility, profile.user) == ("", None, None)


@pytest.mark.parametrize(
    ("answers", "field"),
    [({"dietary_needs": "x"}, "shirt_size"), ({"shirt_size": "huge"}, "shirt_size")],
)
def test_wrong_and_missing_answers_are_refused_beside_their_field(ticket, questions, answers, field):
    with pytest.raises(ValidationError) as error:
        attendees.save_answers(ticket, answers)
    assert list(error.value.message_dict) == [field]
    assert not AttendeeProfile.objects.filter(attendee=ticket).exists()


def test_an_answer_that_is_too_long_is_refused(ticket, questions):
    with pytest.raises(ValidationError) as error:
        attendees.save_answers(ticket, {"shirt_size": "M", "dietary_needs": "x" * 1001})
    assert list(error.value.message_dict) == ["dietary_needs"]


def test_health_data_is_not_readable_in_the_database(ticket, questions):
    attendees.save_answers(ticket, {"shirt_size": "M", "dietary_needs": "no nuts"})
    with connection.cursor() as cursor:
        cursor.execute("SELECT dietary_needs FROM registration_attendeeprofile")
        (stored,) = cursor.fetchone()
    assert "nuts" not in stored


def test_claiming_a_ticket_without_questions_completes_it(ticket):
    attendees.claim(ticket.claim_token, user=UserFactory(), accepts_conduct=True)
    ticket.refresh_from_db()
    assert ticket.completed_registration


def test_a_new_question_makes_answered_tickets_incomplete_again(ticket, questions):
    attendees.save_answers(ticket, {"shirt_size": "M"})
    ProfileQuestion.objects.create(conference=ticket.conference, field="accessibility", is_required=True)
    assert completion.recount(ticket.conference) == 1
    ticket.refresh_from_db()
    assert not ticket.completed_registration


def test_the_job_counts_the_answers_of_conferences_to_come(ticket, questions):
    attendees.save_answers(ticket, {"shirt_size": "M"})
    ProfileQuestion.objects.create(conference=ticket.conference, field="accessibility", is_required=True)
    assert completion.recount_due() == "answers of 1 tickets counted anew"
    assert completion.recount_due() == ""
