"""The link to a ticket: explained to everybody, taken by the first who signs in and agrees."""

import re

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from cms.models import ContentPage
from conference.models import User
from conference.services import mail as outbox
from registration.models import Attendee, ProfileQuestion, SalesSettings
from tests.factories.conference import UserFactory

pytestmark = pytest.mark.django_db


def address(ticket) -> str:
    return reverse("portal_claim", args=[ticket.claim_token])


def test_the_link_explains_the_ticket_to_who_is_signed_out(ticket, client):
    html = client.get(address(ticket)).content.decode()
    assert "Bea Buyer" in html
    assert "Regular" in html
    assert "E-mail me a code" in html
    assert ticket.access_code not in html


def test_who_is_new_signs_in_by_code_and_claims(ticket, client):
    client.post(address(ticket), {"email": "ada@example.org"})
    outbox.send_due()
    code = re.search(r"\n([A-Z0-9-]{6,9})\n", mail.outbox[-1].body)[1]
    answer = client.post(reverse("account_confirm_login_code") + f"?next={address(ticket)}", {"code": code})
    assert answer.headers["Location"] == address(ticket)
    assert "ada@example.org" in client.get(address(ticket)).content.decode()
    client.post(address(ticket), {"accepts_conduct": "on"})
    ticket.refresh_from_db()
    assert ticket.user == User.objects.get(email="ada@example.org")
    assert ticket.conduct_accepted_at is not None


def test_without_the_code_of_conduct_nothing_is_claimed(ticket, client_for):
    answer = client_for(UserFactory()).post(address(ticket), {})
    assert "This field is required" in answer.content.decode()
    ticket.refresh_from_db()
    assert ticket.user is None


def test_the_code_of_conduct_can_be_read_first(ticket, home, client_for):
    page = Page.objects.get(pk=home.pk).add_child(instance=ContentPage(title="Code of conduct", slug="conduct"))
    SalesSettings.objects.create(conference=ticket.conference, conduct_page=page)
    assert 'href="/conduct/"' in client_for(UserFactory()).get(address(ticket)).content.decode()


def test_a_claimed_link_leads_its_holder_to_the_ticket_and_others_nowhere(held, client, client_for):
    answer = client_for(held.user).get(address(held))
    assert answer.headers["Location"] == reverse("portal_ticket", args=[held.access_code])
    for other in (client, client_for(UserFactory())):
        answer = other.get(address(held))
        assert answer.status_code == 410
        assert "claimed this ticket already" in answer.content.decode()
        assert "Ada" not in answer.content.decode()


def test_a_link_that_was_replaced_and_an_ended_ticket_say_so(ticket, client):
    answer = client.get(reverse("portal_claim", args=["nothing"]))
    assert answer.status_code == 404
    assert "taken back, passed on" in answer.content.decode()
    ticket.revoked_at = timezone.now()
    ticket.save()
    answer = client.post(address(ticket), {"email": "ada@example.org"})
    assert answer.status_code == 410
    assert not User.objects.filter(email="ada@example.org").exists()


def test_who_has_a_ticket_is_told_why_a_second_one_is_not_theirs(held, order, client_for):
    answer = client_for(held.user).post(address(order.attendees.last()), {"accepts_conduct": "on"})
    assert "each person has one" in answer.content.decode()


def test_a_guest_ticket_is_claimed_shown_and_carried_away(home, conference, client_for):
    guest = Attendee.objects.create(conference=conference, name="Grace Guest", email="grace@example.org")
    grace = client_for(UserFactory(email="grace@example.org"))
    answer = grace.post(address(guest), {"accepts_conduct": "on"}, follow=True)
    assert answer.status_code == 200
    assert answer.redirect_chain[-1][0] == reverse("portal_ticket", args=[guest.access_code])
    assert guest.access_code in answer.content.decode()
    assert '<div class="page-head__lead">Guest</div>' in answer.content.decode()
    assert guest.access_code in grace.get(reverse("portal_tickets")).content.decode()
    assert grace.get(reverse("portal_ticket_qr", args=[guest.access_code])).status_code == 200
    assert grace.get(reverse("portal_rename", args=[guest.access_code])).status_code == 200
    assert client_for(UserFactory()).get(reverse("portal_ticket", args=[guest.access_code])).status_code == 404


@pytest.mark.parametrize("is_required", [True, False])
def test_claiming_leads_to_questions_that_the_holder_never_saw(is_required, ticket, client_for):
    ProfileQuestion.objects.create(conference=ticket.conference, field="dietary_needs", is_required=is_required)
    answer = client_for(UserFactory()).post(address(ticket), {"accepts_conduct": "on"}, follow=True)
    ticket.refresh_from_db()
    assert answer.redirect_chain[-1][0] == reverse("portal_answer", args=[ticket.access_code])
    assert ("Nothing must be answered" in answer.content.decode()) is not is_required


def test_the_claim_page_says_what_comes_with_the_ticket(ticket, order, client, client_for):
    for reader in (client, client_for(UserFactory())):
        assert "With it come: Dinner." in reader.get(address(ticket)).content.decode()
        assert "With it come" not in reader.get(address(order.attendees.last())).content.decode()
