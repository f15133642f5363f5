"""A person's tickets: who sees which, what the pages say, and what they cost."""

import pytest
from django.urls import reverse
from django.utils import timezone

from registration.models import ProfileQuestion
from registration.queries.tickets import address_for, buyers_address
from registration.services import attendees
from registration.services.papers import ticket_files
from tests.factories.conference import ConferenceFactory, SuperuserFactory, UserFactory
from tests.factories.registration import AttendeeFactory, TicketTypeFactory, order_of, paid_order_of

pytestmark = pytest.mark.django_db
ACTIONS = ("portal_assign", "portal_rename", "portal_transfer", "portal_take_back", "portal_move", "portal_answer")
FILES = ("portal_ticket_pdf", "portal_ticket_calendar", "portal_ticket_qr")


def page(client, name: str, *args: str) -> str:
    answer = client.get(reverse(name, args=args))
    assert answer.status_code == 200
    assert "no-store" in answer.headers["Cache-Control"]
    return answer.content.decode()


@pytest.mark.parametrize("name", ["portal_ticket", *ACTIONS, *FILES])
def test_a_ticket_is_nobody_elses(name, held, client, client_for):
    address = reverse(name, args=[held.access_code])
    assert client.get(address).headers["Location"] == f"{reverse('account_login')}?next={address}"
    for stranger in (UserFactory(), SuperuserFactory()):
        assert client_for(stranger).get(address).status_code == 404
        assert client_for(stranger).post(address, {"name": "Eve", "email": "eve@example.org"}).status_code in (404, 405)
    held.refresh_from_db()
    assert held.name == "Ada Lovelace"


@pytest.mark.parametrize(
    "address",
    [
        "/account/tickets/%s/",
        "/account/tickets/%s/ticket.pdf",
        "/account/claim/%s/",
        "/account/orders/%s/tickets.pdf",
        "/account/orders/%s/pro-forma.pdf",
        "/private/invoice/%s/1/",
    ],
)
@pytest.mark.parametrize("name", ["a%00b", "%00", "x" * 5000, "%F0%9F%8E%9F", "1'--"])
def test_addresses_that_name_nothing_are_not_found(address, name, home, client_for):
    assert client_for(UserFactory()).get(address % name).status_code == 404


def test_holder_and_buyer_see_the_ticket(held, client_for):
    for person in (held.user, held.order.user):
        html = page(client_for(person), "portal_ticket", address_for(held, person))
        assert "Ada Lovelace" in html
        assert "Dinner" in html


def test_the_code_is_its_holders_alone_once_somebody_has_claimed_the_ticket(held, order, buyer, client_for):
    client, address = client_for(buyer), buyers_address(held)
    html = page(client, "portal_ticket", address)
    assert "only they have its code" in html
    for name in ("portal_ticket_qr", "portal_ticket_pdf"):
        assert reverse(name, args=[address]) not in html
        assert client.get(reverse(name, args=[address])).status_code == 404
    shown = html + page(client, "portal_tickets") + page(client, "portal_transfer", address)
    assert held.access_code not in shown
    for name in ("portal_ticket", *ACTIONS, *FILES):
        assert client.get(reverse(name, args=[held.access_code])).status_code == 404

    html = page(client_for(held.user), "portal_ticket", held.access_code)
    assert held.access_code in html
    assert "only they have its code" not in html
    free = order.attendees.last()  # nobody has claimed this one
    assert free.access_code in page(client, "portal_ticket", free.access_code)
    assert client.get(reverse("portal_ticket_qr", args=[free.access_code])).status_code == 200


def test_what_was_the_buyers_to_see_is_a_strangers_by_no_address(held, client_for):
    for name in ("portal_ticket", *ACTIONS, *FILES):
        for address in (buyers_address(held), f"-{held.pk}", f"{held.order.reference}-{'9' * 40}"):
            assert client_for(UserFactory()).get(reverse(name, args=[address])).status_code == 404


def test_an_ended_ticket_that_somebody_had_claimed_stays_in_the_buyers_list(held, buyer, client_for):
    held.revoked_at = timezone.now()
    held.save()
    html = page(client_for(buyer), "portal_tickets")
    assert held.access_code not in html
    assert reverse("portal_ticket", args=[buyers_address(held)]) in html
    assert "This ticket has ended" in page(client_for(buyer), "portal_ticket", buyers_address(held))


def test_the_buyer_finds_the_order_and_the_holder_does_not(held, client_for):
    assert held.order.reference in page(client_for(held.order.user), "portal_ticket", buyers_address(held))
    assert held.order.reference not in page(client_for(held.user), "portal_ticket", held.access_code)


def test_the_link_to_claim_is_shown_until_it_was_used(ticket, held, client_for, order):
    nameless = order.attendees.last()
    buyer = client_for(order.user)
    assert nameless.claim_token in page(buyer, "portal_ticket", nameless.access_code)
    assert held.claim_token not in page(buyer, "portal_ticket", buyers_address(held))


def test_an_ended_ticket_says_so_and_offers_nothing(held, client_for):
    held.revoked_at = timezone.now()
    held.save()
    client = client_for(held.user)
    html = page(client, "portal_ticket", held.access_code)
    assert "This ticket has ended" in html
    assert reverse("portal_transfer", args=[held.access_code]) not in html
    for name in (*ACTIONS, "portal_ticket_pdf", "portal_ticket_qr"):
        assert client.get(reverse(name, args=[held.access_code])).status_code == 404


def test_a_ticket_of_an_unpaid_order_is_not_there(conference, home, client_for):
    order = order_of(TicketTypeFactory(conference=conference))
    waiting = AttendeeFactory(conference=conference, order=order, line=order.line_items.get())
    assert client_for(order.user).get(reverse("portal_ticket", args=[waiting.access_code])).status_code == 404


def test_the_list_has_what_one_holds_and_what_one_bought(held, order, client_for):
    html = page(client_for(order.user), "portal_tickets")
    assert "Bought by you" in html
    assert [code in html for code in order.attendees.values_list("access_code", flat=True)] == [False, True, True]
    assert buyers_address(held) in html
    html = page(client_for(held.user), "portal_tickets")
    assert "Bought by you" not in html
    assert [code in html for code in order.attendees.values_list("access_code", flat=True)] == [True, False, False]


def test_tickets_of_another_hosts_conference_are_not_listed(client_for, home, buyer):
    elsewhere = paid_order_of(TicketTypeFactory(conference=ConferenceFactory()), user=buyer)
    html = page(client_for(buyer), "portal_tickets")
    assert elsewhere.attendees.get().access_code not in html
    assert "No tickets yet" in html


def test_the_files_of_a_ticket_are_handed_out(held, client_for, monkeypatch):
    monkeypatch.setattr(ticket_files, "tickets_pdf", lambda tickets: b"%PDF of " + tickets[0].access_code.encode())
    client = client_for(held.user)
    paper, days, code = (client.get(reverse(name, args=[held.access_code])) for name in FILES)
    assert paper.content == f"%PDF of {held.access_code}".encode()
    assert paper.headers["Content-Disposition"] == f'attachment; filename="Ticket-test-{held.access_code}.pdf"'
    assert paper.headers["X-Content-Type-Options"] == "nosniff"
    assert b"BEGIN:VEVENT" in days.content
    assert held.access_code.encode() in days.content
    assert code.headers["Content-Type"] == "image/svg+xml"


def test_a_machine_that_cannot_draw_says_so(held, client_for, monkeypatch):
    from registration.services.papers import pdf

    def cannot():
        raise pdf.PdfUnavailableError("no Pango")

    monkeypatch.setattr(pdf, "_weasyprint", cannot)
    answer = client_for(held.user).get(reverse("portal_ticket_pdf", args=[held.access_code]))
    assert answer.status_code == 503
    assert "Nothing is lost" in answer.content.decode()


@pytest.mark.parametrize("units", [1, 8])
def test_the_list_costs_the_same_for_one_ticket_and_many(
    units, conference, home, buyer, client_for, django_assert_num_queries
):
    paid_order_of((TicketTypeFactory(conference=conference), units), user=buyer)
    client = client_for(buyer)
    page(client, "portal_tickets")
    with django_assert_num_queries(LIST):
        page(client, "portal_tickets")


@pytest.mark.parametrize("questions", [0, 3])
def test_a_ticket_costs_the_same_whatever_is_asked(questions, held, client_for, django_assert_num_queries):
    for field in ("pronouns", "shirt_size", "dietary_needs")[:questions]:
        ProfileQuestion.objects.create(conference=held.conference, field=field)
    client = client_for(held.user)
    page(client, "portal_ticket", held.access_code)
    # the questions' ticket types and the holder's answers, when anything is asked
    with django_assert_num_queries(TICKET + (2 if questions else 0)):
        page(client, "portal_ticket", held.access_code)


LIST = 9
TICKET = 12


def test_nobody_is_praised_for_answers_they_did_not_give(held, client_for):
    client = client_for(held.user)
    ProfileQuestion.objects.create(conference=held.conference, field="dietary_needs")
    html = page(client, "portal_ticket", held.access_code)
    assert "You answered everything" not in html
    assert "Nothing must be answered. You may tell us about: Diet." in html
    client.post(reverse("portal_answer", args=[held.access_code]), {"dietary_needs": "No nuts"})
    html = page(client, "portal_ticket", held.access_code)
    assert "You answered everything that is needed" in html
    assert "Nothing must be answered" not in html


def test_a_buyer_with_a_ticket_is_not_offered_a_second_one_as_their_own(order, buyer, client_for):
    first, second, _third = order.attendees.all()
    client = client_for(buyer)
    assert "It is my own" in page(client, "portal_ticket", second.access_code)
    first.user = buyer
    first.save()
    assert "It is my own" not in page(client, "portal_ticket", second.access_code)


def test_passing_on_speaks_to_the_holder_about_themselves_and_to_the_buyer_about_the_holder(held, buyer, client_for):
    html = page(client_for(held.user), "portal_transfer", held.access_code)
    assert "The ticket leaves you" in html
    assert "your answers are deleted" in html
    assert "their answers" not in html
    html = page(client_for(buyer), "portal_transfer", buyers_address(held))
    assert "The ticket leaves <bdi>Ada Lovelace</bdi>" in html
    assert "their answers are deleted" in html


def test_a_holder_reads_that_only_the_buyer_can_undo_what_they_pass_on(held, buyer, client_for):
    words = "can correct the address or take the ticket back"
    assert f"<bdi>{held.order.billing_name}</bdi>" in page(client_for(held.user), "portal_transfer", held.access_code)
    assert words in page(client_for(held.user), "portal_transfer", held.access_code)
    assert words not in page(client_for(buyer), "portal_transfer", buyers_address(held))


def test_taking_back_says_that_the_ticket_had_a_holder_who_does_not_get_it_back(held, order, buyer, client_for):
    words = "Who held it before does not get it back by this"
    client = client_for(buyer)
    attendees.transfer(held, name="Ben", email="ben@example.org")
    held.refresh_from_db()
    assert words in page(client, "portal_take_back", held.access_code)
    named = attendees.assign(order.attendees.last(), name="Cat", email="cat@example.org")
    assert words not in page(client, "portal_take_back", named.access_code)
