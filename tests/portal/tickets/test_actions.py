"""What buyers and holders do with tickets through the pages; the rules themselves are the services'."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from conference.models import OutboxMail
from portal.tickets import actions
from registration.models import Attendee, AttendeeProfile, ProfileQuestion, SalesSettings
from registration.queries.tickets import buyers_address
from tests.factories.conference import PASSWORD
from tests.factories.registration import paid_order_of

pytestmark = pytest.mark.django_db


def post(client, view: str, ticket, /, **data: str):
    """Post to a page of a ticket, given as itself or by what names it in the address."""
    return client.post(reverse(view, args=[getattr(ticket, "access_code", ticket)]), data, follow=True)


def test_the_buyer_names_a_holder(ticket, buyer, client_for):
    answer = post(client_for(buyer), "portal_assign", ticket, name="Ada", email="ada@example.org")
    assert "ada@example.org gets the link now" in answer.content.decode()
    ticket.refresh_from_db()
    assert (ticket.name, ticket.email) == ("Ada", "ada@example.org")


def test_nobody_makes_the_site_write_to_the_world_by_naming_holders(ticket, buyer, client_for):
    client = client_for(buyer)
    for number in range(actions.HOLDERS_A_DAY):
        post(client, "portal_assign", ticket, name="Ada", email=f"ada{number}@example.org")
    assert OutboxMail.objects.filter(kind="ticket.assigned").count() == actions.HOLDERS_A_DAY
    html = post(client, "portal_assign", ticket, name="Ada", email="once-more@example.org").content.decode()
    assert "many times today" in html
    assert OutboxMail.objects.filter(kind="ticket.assigned").count() == actions.HOLDERS_A_DAY
    html = post(client, "portal_assign", ticket, name="Ada L.", email="ada9@example.org").content.decode()
    assert "many times today" not in html  # a corrected name sends no mail


def test_passing_on_and_naming_are_counted_together(held, client_for, monkeypatch):
    monkeypatch.setattr(actions, "HOLDERS_A_DAY", 1)
    buyer = client_for(held.order.user)
    post(buyer, "portal_transfer", buyers_address(held), name="Ben", email="ben@example.org", confirm="on")
    held.refresh_from_db()
    assert held.email == "ben@example.org"
    post(buyer, "portal_assign", held, name="Cat", email="cat@example.org")
    held.refresh_from_db()
    assert held.email == "ben@example.org"


def test_what_is_wrong_stands_beside_its_field_and_nothing_is_lost(ticket, buyer, client_for):
    html = post(client_for(buyer), "portal_assign", ticket, name="Ada", email="nowhere").content.decode()
    assert "Enter a valid email address" in html
    assert 'value="Ada"' in html
    ticket.refresh_from_db()
    assert ticket.name == ""


def test_an_address_that_is_too_long_is_refused_beside_its_field(ticket, held, buyer, client_for):
    too_long = f"{'a' * 280}@example.org"
    other = ticket.order.attendees.exclude(pk=held.pk).first()
    for view, which in (("portal_assign", other), ("portal_transfer", buyers_address(held))):
        answer = post(client_for(buyer), view, which, name="Ada", email=too_long, confirm="on")
        assert "at most 254 characters" in answer.content.decode()
    assert not OutboxMail.objects.exists()


def test_what_the_service_refuses_is_said_on_the_page(order, buyer, client_for):
    first, second, _third = order.attendees.all()
    client = client_for(buyer)
    post(client, "portal_assign", first, name="Ada", email="ada@example.org")
    html = post(client, "portal_assign", second, name="Ada", email="ada@example.org").content.decode()
    assert "each person has one" in html


def test_a_holder_who_is_not_the_buyer_cannot_name_another(held, client_for):
    assert post(client_for(held.user), "portal_assign", held, name="Eve").status_code == 404


def test_the_holder_corrects_the_name(held, client_for):
    post(client_for(held.user), "portal_rename", held, name="Ada Byron")
    held.refresh_from_db()
    assert held.name == "Ada Byron"


def test_passing_on_asks_whether_it_is_meant(held, client_for):
    client, code = client_for(held.user), held.access_code
    html = post(client, "portal_transfer", held, name="Ben", email="ben@example.org").content.decode()
    assert "This field is required" in html
    held.refresh_from_db()
    assert (held.access_code, held.name) == (code, "Ada Lovelace")


def test_who_passed_a_ticket_on_does_not_see_it_any_more(held, client_for):
    client, code = client_for(held.user), held.access_code
    answer = post(client, "portal_transfer", held, name="Ben", email="ben@example.org", confirm="on")
    assert answer.redirect_chain[-1][0] == reverse("portal_tickets")
    held.refresh_from_db()
    assert held.access_code != code
    for each in (code, held.access_code):
        assert client.get(reverse("portal_ticket", args=[each])).status_code == 404


def test_a_buyer_who_passes_a_ticket_on_keeps_sight_of_it(held, buyer, client_for):
    address = buyers_address(held)
    answer = post(client_for(buyer), "portal_transfer", address, name="Ben", email="ben@example.org", confirm="on")
    held.refresh_from_db()
    assert answer.redirect_chain[-1][0] == reverse("portal_ticket", args=[held.access_code])
    assert sorted(OutboxMail.objects.values_list("kind", "to")) == [
        ("ticket.passed_on", "ada@example.org"),
        ("ticket.transferred", "ben@example.org"),
    ]


def test_the_buyer_takes_an_unclaimed_ticket_back(ticket, buyer, client_for):
    client = client_for(buyer)
    assert post(client, "portal_take_back", ticket).status_code == 404  # nobody was named
    post(client, "portal_assign", ticket, name="Ada", email="ada@example.org")
    post(client, "portal_take_back", ticket)
    ticket.refresh_from_db()
    assert (ticket.name, ticket.email) == ("", "")


def test_the_buyer_moves_a_dinner(ticket, order, buyer, client_for):
    target = order.attendees.last()
    post(client_for(buyer), "portal_move", ticket, **{"addon-1": target.access_code})
    assert order.line_items.get(addon__isnull=False).attendee_addons.get().attendee == target


def test_a_choice_among_tickets_shows_no_code_of_a_claimed_one(ticket, held, order, buyer, client_for):
    client, other = client_for(buyer), order.attendees.last()
    html = client.get(reverse("portal_move", args=[buyers_address(held)])).content.decode()
    assert held.access_code not in html
    assert other.access_code in html  # nobody has claimed this one
    post(client, "portal_move", buyers_address(held), **{"addon-1": other.access_code})
    post(client, "portal_move", other, **{"addon-1": buyers_address(held)})
    assert order.line_items.get(addon__isnull=False).attendee_addons.get().attendee == held


def test_a_dinner_does_not_move_to_a_foreign_ticket(ticket, order, buyer, client_for):
    foreign = paid_order_of(order.line_items.first().ticket_type).attendees.get()
    html = post(client_for(buyer), "portal_move", ticket, **{"addon-1": foreign.access_code}).content.decode()
    assert "not one of the available choices" in html
    assert order.line_items.get(addon__isnull=False).attendee_addons.get().attendee == ticket


def test_a_holder_who_is_not_the_buyer_does_not_move_the_dinner(held, client_for):
    assert post(client_for(held.user), "portal_move", held).status_code == 404


def test_the_holder_answers_and_the_buyer_does_not_see_it(held, buyer, client_for):
    ProfileQuestion.objects.create(conference=held.conference, field="dietary_needs", is_required=True)
    assert (
        "Some answers are still needed"
        in client_for(held.user).get(reverse("portal_ticket", args=[held.access_code])).content.decode()
    )
    post(client_for(held.user), "portal_answer", held, dietary_needs="no nuts")
    assert AttendeeProfile.objects.get(attendee=held).dietary_needs == "no nuts"
    address = buyers_address(held)
    assert client_for(buyer).get(reverse("portal_answer", args=[address])).status_code == 404
    html = client_for(buyer).get(reverse("portal_ticket", args=[address])).content.decode()
    assert held.name in html
    assert "no nuts" not in html


def test_after_the_deadline_nothing_is_offered_that_cannot_be_done(held, buyer, client_for):
    SalesSettings.objects.create(conference=held.conference, changes_until=timezone.now())
    client = client_for(buyer)
    address = buyers_address(held)
    html = client.get(reverse("portal_ticket", args=[address])).content.decode()
    for name in ("portal_rename", "portal_transfer", "portal_move"):
        assert reverse(name, args=[address]) not in html
        assert post(client, name, address).status_code == 404


def test_a_post_from_elsewhere_is_refused(ticket, buyer):
    client = Client(enforce_csrf_checks=True)
    assert client.login(email=buyer.email, password=PASSWORD)
    assert post(client, "portal_assign", ticket, name="Eve", email="eve@example.org").status_code == 403
    ticket.refresh_from_db()
    assert ticket.name == ""


def test_nothing_of_a_closed_conference_changes(ticket, buyer, client_for):
    ticket.conference.is_closed = True
    ticket.conference.save()
    assert post(client_for(buyer), "portal_assign", ticket, name="Ada").status_code == 404
    assert Attendee.objects.get(pk=ticket.pk).name == ""
