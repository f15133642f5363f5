"""Tickets are named, claimed, renamed, passed on and taken back; each move is told to those it concerns."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from conference.models import MailText, OutboxMail
from registration.models import Attendee, AttendeeAddOn, AttendeeProfile, SalesSettings
from registration.services import attendees
from tests.at_once import run_at_once
from tests.factories.conference import ConferenceFactory, UserFactory
from tests.factories.registration import AddOnFactory, OrderLineItemFactory, TicketTypeFactory, paid_order_of

pytestmark = pytest.mark.django_db


def mails(kind: str) -> list[str]:
    return list(OutboxMail.objects.filter(kind=kind).order_by("pk").values_list("to", flat=True))


def message(error) -> str:
    return " ".join(error.value.messages)


def claimed(ticket, user=None):
    return attendees.claim(ticket.claim_token, user=user or UserFactory(), accepts_conduct=True)


def close_changes(conference):
    SalesSettings.objects.update_or_create(conference=conference, defaults={"changes_until": timezone.now()})


# --- naming


def test_a_named_holder_gets_the_link_by_mail(ticket):
    attendees.assign(ticket, name="  Ada  Lovelace ", email="ada@example.org")
    ticket.refresh_from_db()
    assert (ticket.name, ticket.email, ticket.user) == ("Ada Lovelace", "ada@example.org", None)
    assert ticket.claim_mailed_at is not None
    assert mails("ticket.assigned") == ["ada@example.org"]


def test_a_holder_without_an_address_gets_no_mail(ticket):
    attendees.assign(ticket, name="Ada")
    assert mails("ticket.assigned") == []


def test_naming_another_person_voids_the_first_ones_link(ticket):
    attendees.assign(ticket, name="Ada", email="ada@example.org")
    ticket.refresh_from_db()
    first = ticket.claim_token
    attendees.assign(ticket, name="Ben", email="ben@example.org")
    with pytest.raises(Attendee.DoesNotExist):
        attendees.claim(first, user=UserFactory(), accepts_conduct=True)


def test_correcting_a_name_keeps_the_link_and_sends_nothing_twice(ticket):
    attendees.assign(ticket, name="Ada", email="ada@example.org")
    ticket.refresh_from_db()
    first = ticket.claim_token
    attendees.assign(ticket, name="Ada L.", email="ADA@example.org")
    ticket.refresh_from_db()
    assert ticket.claim_token == first
    assert len(mails("ticket.assigned")) == 1


def test_what_was_answered_for_one_person_is_not_shown_to_the_next(ticket):
    attendees.assign(ticket, name="Ada", email="ada@example.org")
    AttendeeProfile.objects.update_or_create(
        attendee=ticket, defaults={"access_code": ticket.access_code, "dietary_needs": "no nuts"}
    )
    attendees.assign(ticket, name="Ada L.", email="ada@example.org")
    assert AttendeeProfile.objects.get(attendee=ticket).dietary_needs == "no nuts"
    attendees.assign(ticket, name="Ben", email="ben@example.org")
    assert not AttendeeProfile.objects.get(attendee=ticket).dietary_needs


def test_what_the_buyer_answered_before_anybody_was_named_stays(ticket):
    AttendeeProfile.objects.update_or_create(
        attendee=ticket, defaults={"access_code": ticket.access_code, "shirt_size": "M"}
    )
    attendees.assign(ticket, name="Ada", email="ada@example.org")
    assert AttendeeProfile.objects.get(attendee=ticket).shirt_size == "M"


@pytest.mark.parametrize(
    ("name", "email", "field"),
    [("", "a@example.org", "name"), ("x" * 201, "", "name"), ("Ada", "no address", "email")],
)
def test_wrong_names_and_addresses_are_refused_beside_their_field(ticket, name, email, field):
    with pytest.raises(ValidationError) as error:
        attendees.assign(ticket, name=name, email=email)
    assert list(error.value.message_dict) == [field]


def test_an_address_gets_one_ticket_of_an_order(ticket, other_ticket):
    attendees.assign(ticket, name="Ada", email="ada@example.org")
    with pytest.raises(ValidationError) as error:
        attendees.assign(other_ticket, name="Ada", email="Ada@example.org")
    assert "each person has one" in message(error)


def test_a_nameless_ticket_can_be_named_after_the_deadline_but_not_given_to_another(ticket):
    close_changes(ticket.conference)
    attendees.assign(ticket, name="Ada", email="ada@example.org")
    with pytest.raises(ValidationError) as error:
        attendees.assign(ticket, name="Ben", email="ben@example.org")
    assert "any more" in message(error)


# --- claiming


def test_a_claimed_ticket_is_the_persons_and_the_buyer_is_told(ticket):
    attendees.assign(ticket, name="Ada", email="ada@example.org")
    ticket.refresh_from_db()
    ada = UserFactory(email="other@example.org")
    claimed(ticket, ada)
    ticket.refresh_from_db()
    assert (ticket.user, ticket.name, ticket.email) == (ada, "Ada", "other@example.org")
    assert ticket.claimed_at == ticket.conduct_accepted_at is not None
    assert mails("ticket.claimed") == [ticket.order.billing_email]


def test_a_claimed_ticket_has_a_code_that_its_buyer_never_saw(ticket):
    seen = ticket.access_code
    AttendeeProfile.objects.create(attendee=ticket, access_code=seen)
    claimed(ticket)
    ticket.refresh_from_db()
    assert ticket.access_code == ticket.profile.access_code != seen
    mail = OutboxMail.objects.get(kind="ticket.claimed")
    assert ticket.access_code not in mail.text
    assert "Only they have its code" in mail.text


def test_the_buyers_own_ticket_and_one_that_was_used_keep_their_code(ticket, other_ticket):
    used, mine = other_ticket, ticket
    used.checked_in_at = timezone.now()
    used.save()
    for each, user in ((used, UserFactory()), (mine, mine.order.user)):
        code = each.access_code
        claimed(each, user)
        each.refresh_from_db()
        assert each.access_code == code


def test_no_mail_about_a_ticket_has_a_link_that_is_anothers(ticket, conference):
    for kind in ("ticket.claimed", "ticket.passed_on", "ticket.revoked"):
        MailText.objects.create(conference=conference, kind=kind, subject="S", text="{{ link }}", live=True)
    claimed(ticket, UserFactory(email="ada@example.org"))
    attendees.transfer(ticket, name="Ben", email="ben@example.org")
    attendees.revoke(Attendee.objects.filter(pk=ticket.pk))
    ticket.refresh_from_db()
    texts = dict(OutboxMail.objects.values_list("kind", "text"))
    assert ticket.claim_token in texts["ticket.transferred"]
    for kind in ("ticket.claimed", "ticket.passed_on", "ticket.revoked"):
        assert "http" in texts[kind]
        assert ticket.claim_token not in texts[kind]
        assert ticket.access_code not in texts[kind]


@pytest.mark.parametrize(("name", "called"), [("Win at https://a.example", "eve@example.org"), ("Eve", "Eve")])
def test_who_advertises_by_an_account_s_name_passes_no_advertisement_on(ticket, name, called):
    claimed(ticket, UserFactory(name=name, email="eve@example.org"))
    attendees.transfer(ticket, name="Ben", email="ben@example.org")
    assert "a.example" not in OutboxMail.objects.get(kind="ticket.transferred").subject
    assert OutboxMail.objects.get(kind="ticket.transferred").subject.startswith(called)


def test_a_buyer_who_claims_is_not_told_about_it(ticket):
    claimed(ticket, ticket.order.user)
    assert mails("ticket.claimed") == []


def test_claiming_twice_changes_nothing(ticket):
    ada = UserFactory()
    first = claimed(ticket, ada)
    again = claimed(ticket, ada)
    assert again.claimed_at == first.claimed_at
    assert len(mails("ticket.claimed")) == 1


def test_nobody_takes_a_claimed_ticket(ticket):
    claimed(ticket)
    with pytest.raises(ValidationError) as error:
        claimed(ticket)
    assert "claimed this ticket already" in message(error)


def test_claiming_needs_the_code_of_conduct(ticket):
    with pytest.raises(ValidationError) as error:
        attendees.claim(ticket.claim_token, user=UserFactory(), accepts_conduct=False)
    assert "code of conduct" in message(error)


def test_a_person_has_one_ticket_of_a_conference_and_may_have_one_of_the_next(ticket, other_ticket):
    ada = UserFactory()
    claimed(ticket, ada)
    with pytest.raises(ValidationError) as error:
        claimed(other_ticket, ada)
    assert "each person has one" in message(error)
    next_year = paid_order_of(TicketTypeFactory(conference=ConferenceFactory())).attendees.get()
    assert claimed(next_year, ada).user == ada


def test_an_ended_ticket_is_not_claimed(ticket):
    attendees.revoke(Attendee.objects.filter(pk=ticket.pk))
    with pytest.raises(ValidationError) as error:
        claimed(ticket)
    assert "has ended" in message(error)


def test_nothing_of_a_closed_conference_changes(ticket):
    ticket.conference.is_closed = True
    ticket.conference.save()
    with pytest.raises(ValidationError) as error:
        claimed(ticket)
    assert "closed" in message(error)


@pytest.mark.concurrent
@pytest.mark.django_db(transaction=True)
def test_of_two_people_at_once_one_gets_the_ticket(order):
    ticket, people = order.attendees.first(), [UserFactory() for _number in range(4)]
    found = run_at_once(*(lambda user=user: claimed(ticket, user) for user in people))
    winners = [result for result in found if isinstance(result, Attendee)]
    assert len(winners) == 1
    assert len([result for result in found if isinstance(result, ValidationError)]) == 3
    ticket.refresh_from_db()
    assert ticket.user == winners[0].user


@pytest.mark.concurrent
@pytest.mark.django_db(transaction=True)
def test_of_two_tickets_claimed_by_one_person_at_once_one_is_theirs(order):
    ada = UserFactory()
    found = run_at_once(*(lambda ticket=ticket: claimed(ticket, ada) for ticket in order.attendees.all()))
    assert sorted(type(result).__name__ for result in found) == ["Attendee", "ValidationError"]
    assert Attendee.objects.filter(user=ada).count() == 1


# --- renaming, passing on, taking back


def test_a_renamed_ticket_stays_the_holders(ticket):
    ada = UserFactory()
    claimed(ticket, ada)
    ticket.refresh_from_db()
    code = ticket.access_code
    attendees.rename(ticket, name="Ada Byron")
    ticket.refresh_from_db()
    assert (ticket.name, ticket.user, ticket.access_code) == ("Ada Byron", ada, code)


def test_passing_on_voids_code_and_link_deletes_answers_and_tells_both(ticket):
    ada = UserFactory(email="ada@example.org")
    claimed(ticket, ada)
    AttendeeProfile.objects.update_or_create(attendee=ticket, defaults={"dietary_needs": "vegan", "user": ada})
    code, token = ticket.access_code, ticket.claim_token
    attendees.transfer(ticket, name="Ben", email="ben@example.org")
    ticket.refresh_from_db()
    assert ticket.access_code != code
    assert not Attendee.objects.filter(access_code=code).exists()
    assert not Attendee.objects.filter(claim_token=token).exists()
    assert (ticket.user, ticket.name, ticket.email, ticket.conduct_accepted_at) == (
        None,
        "Ben",
        "ben@example.org",
        None,
    )
    profile = AttendeeProfile.objects.get(attendee=ticket)
    assert (profile.dietary_needs, profile.user) == (None, None)
    assert mails("ticket.passed_on") == ["ada@example.org"]
    assert mails("ticket.transferred") == ["ben@example.org"]


def test_add_ons_go_with_a_ticket_that_is_passed_on(ticket):
    line = OrderLineItemFactory(order=ticket.order, ticket_type=None, addon=AddOnFactory(conference=ticket.conference))
    dinner = AttendeeAddOn.objects.create(attendee=ticket, line=line)
    claimed(ticket)
    attendees.transfer(ticket, name="Ben", email="ben@example.org")
    dinner.refresh_from_db()
    assert (dinner.attendee_id, dinner.revoked_at) == (ticket.pk, None)


def test_who_passed_a_ticket_on_can_take_another_one(ticket, other_ticket):
    ada = UserFactory()
    claimed(ticket, ada)
    attendees.transfer(ticket, name="Ben", email="ben@example.org")
    assert claimed(other_ticket, ada).user == ada


def test_a_ticket_is_not_passed_on_after_the_deadline_or_the_entrance(ticket, other_ticket):
    claimed(ticket)
    Attendee.objects.filter(pk=other_ticket.pk).update(checked_in_at=timezone.now())
    with pytest.raises(ValidationError) as error:
        attendees.transfer(other_ticket, name="Ben", email="ben@example.org")
    assert "entrance" in message(error)
    close_changes(ticket.conference)
    for change in (
        lambda: attendees.transfer(ticket, name="Ben", email="ben@example.org"),
        lambda: attendees.rename(ticket, name="Ben"),
    ):
        with pytest.raises(ValidationError) as error:
            change()
        assert "any more" in message(error)


def test_a_ticket_is_not_passed_on_to_who_has_it(ticket):
    claimed(ticket, UserFactory(email="ada@example.org"))
    with pytest.raises(ValidationError) as error:
        attendees.transfer(ticket, name="Ada", email="ADA@example.org")
    assert "has the ticket already" in message(error)


def test_an_unclaimed_ticket_comes_back_and_its_link_is_dead(ticket):
    attendees.assign(ticket, name="Ada", email="ada@example.org")
    ticket.refresh_from_db()
    token = ticket.claim_token
    attendees.take_back(ticket)
    ticket.refresh_from_db()
    assert (ticket.name, ticket.email) == ("", "")
    assert ticket.claim_token != token


def test_a_claimed_ticket_is_not_taken_back(ticket):
    claimed(ticket)
    with pytest.raises(ValidationError) as error:
        attendees.take_back(ticket)
    assert "only be passed on" in message(error)


def test_what_people_type_is_no_markup_in_a_mail(ticket):
    name = "<img src=x onerror=alert(1)> [press](/evil) \u202e"
    attendees.assign(ticket, name=name, email="ada@example.org")
    mail = OutboxMail.objects.get(kind="ticket.assigned")
    assert "<img src=x" not in mail.html
    assert 'href="/evil"' not in mail.html
    assert name.split(" [", maxsplit=1)[0] in mail.text
