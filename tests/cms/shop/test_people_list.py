"""A pasted list of people: how it is read, and which tickets of a checkout it fills."""

import pytest
from django.core.exceptions import ValidationError

from cms.shop.people_list import Person, read_people
from registration.models import Cart, Order
from tests.cms.shop.checking_out import URL, filled, problems_in

pytestmark = pytest.mark.django_db
ADA = Person("Ada Lovelace", "ada@example.org")


@pytest.mark.parametrize(
    "line",
    [
        "Ada Lovelace <ada@example.org>",
        '"Ada Lovelace" <ada@example.org>',
        "Ada Lovelace, ada@example.org",
        "Ada Lovelace;ada@example.org",
        "Ada Lovelace\tada@example.org",
        "ada@example.org\tAda Lovelace",
        "ada@example.org, Ada Lovelace",
        "Ada Lovelace ada@example.org",
        "  Ada Lovelace   ada@example.org ",
        "\x00Ada Lovelace <ada@example.org>",
    ],
)
def test_a_line_in_any_form(line):
    assert read_people(line) == [ADA]


def test_several_lines_with_a_head_and_gaps():
    text = "Name,E-mail\r\n\r\nAda Lovelace,ada@example.org\r\n山田 太郎;yamada@example.org\r\ngrace@example.org\r\n"
    assert read_people(text) == [ADA, Person("山田 太郎", "yamada@example.org"), Person("", "grace@example.org")]


def test_lines_without_an_address_are_named():
    with pytest.raises(ValidationError) as caught:
        read_people("Ada Lovelace <ada@example.org>\nGrace Hopper\nAlan <alan@>")
    assert "2 (“Grace Hopper”), 3 (“Alan <alan@>”)" in caught.value.messages[0]


@pytest.mark.parametrize("text", ["", " \n\t\n", "Name, E-mail"])
def test_a_list_of_nobody_is_refused(text):
    with pytest.raises(ValidationError) as caught:
        read_people(text)
    assert caught.value.messages == ["Write at least one line with a name and an e-mail address."]


# --- at the checkout


def test_a_pasted_list_fills_the_tickets_of_others(buyer, ticket, cart_of):
    cart = cart_of(buyer.user, *[ticket] * 4)
    people = (
        "Grace Hopper <grace@example.org>\nalan@example.org, Alan Turing\nOne <1@example.org>\nMore <2@example.org>"
    )
    data = {**filled(cart), "action": "fill", "people": people, "billing-name": "Kept"}
    answer = buyer.post(URL, data)
    assert answer.url == f"{URL}#tickets"
    html = buyer.get(URL).content.decode()
    assert "Tickets 2–4 have names now." in html.replace("\u2060", "")
    assert "There is no ticket left for More." in html
    assert 'value="Alan Turing"' in html
    assert 'value="Kept"' in html
    fields = Cart.objects.get().checkout_data["fields"]
    assert (fields[f"t{ticket.pk}-1-mode"], fields[f"t{ticket.pk}-2-email"]) == ("me", "grace@example.org")
    answer = buyer.post(URL, {**data, "people": "Nobody at all"})
    assert "no address in line 1" in problems_in(answer)
    assert "Nobody at all" in answer.content.decode()
    nameless = buyer.post(URL, {**data, "people": "Nobody at all", "billing-name": ""}).content.decode()
    assert "field__errors" not in nameless  # nothing but the list was looked at
    assert 'value="Alan Turing"' not in nameless  # and the page shows what was sent, not what was typed before


def test_the_same_list_once_more_names_nobody_twice(buyer, ticket, cart_of):
    cart = cart_of(buyer.user, *[ticket] * 4)
    pasted = {"action": "fill", "people": "Grace Hopper <grace@example.org>\nAlan Turing <alan@example.org>"}
    buyer.post(URL, {**filled(cart), **pasted})
    kept = Cart.objects.get().checkout_data["fields"]
    buyer.post(URL, {**kept, "cart": cart.pk, **pasted})
    assert "Everybody on the list has a ticket here already." in buyer.get(URL).content.decode()
    pasted["people"] = f"{pasted['people'].upper()}\nEve Ebert <eve@example.org>"
    buyer.post(URL, {**kept, "cart": cart.pk, **pasted})
    fields = Cart.objects.get().checkout_data["fields"]
    emails = [fields.get(f"t{ticket.pk}-{unit}-email") for unit in (2, 3, 4)]
    assert emails == ["grace@example.org", "alan@example.org", "eve@example.org"]


def test_a_fault_of_one_of_several_tickets_names_its_number(buyer, ticket, cart_of):
    cart = cart_of(buyer.user, *[ticket] * 3)
    third = {f"t{ticket.pk}-3-mode": "other", f"t{ticket.pk}-3-name": "", f"t{ticket.pk}-3-email": "ben@example.org"}
    problems = problems_in(buyer.post(URL, {**filled(cart), **third}))
    assert "Ticket 3, Name on the ticket: Write the name of the person" in problems


def test_the_hint_beside_the_list_says_which_tickets_it_fills(buyer, ticket, cart_of):
    cart = cart_of(buyer.user, *[ticket] * 5)
    html = buyer.get(URL).content.decode()
    assert "not for you and have no name yet, in their order: as it stands, tickets 2–5." in html.replace("\u2060", "")
    assert "“Ada Lovelace &lt;ada@example.org&gt;”" in html
    third = {f"t{ticket.pk}-3-mode": "other", f"t{ticket.pk}-3-name": "Grace", f"t{ticket.pk}-3-email": ""}
    data = {**filled(cart), **third, "action": "fill", "people": "alan@example.org"}
    buyer.post(URL, data)
    html = buyer.get(URL).content.decode()
    assert "Ticket 2 has a name now." in html
    assert "as it stands, tickets 4, 5." in html  # what was typed for the third is not lost
    fields = Cart.objects.get().checkout_data["fields"]
    assert [fields[f"t{ticket.pk}-{unit}-mode"] for unit in (1, 2, 3)] == ["me", "other", "other"]
    assert not fields.get(f"t{ticket.pk}-1-email")


def test_a_list_without_a_ticket_for_it_says_so(buyer, ticket, cart_of):
    cart = cart_of(buyer.user, ticket, ticket)
    named = {f"t{ticket.pk}-2-mode": "other", f"t{ticket.pk}-2-name": "G", f"t{ticket.pk}-2-email": "g@example.org"}
    buyer.post(URL, {**filled(cart), **named, "action": "fill", "people": "alan@example.org"})
    html = buyer.get(URL).content.decode()
    assert "No ticket is left for it" in html
    assert "There is no ticket left for alan@example.org." in html
    assert 'value="alan@example.org"' not in html


def test_an_empty_list_is_told_and_keeps_what_was_typed(buyer, ticket, cart_of):
    cart = cart_of(buyer.user, ticket, ticket)
    answer = buyer.post(URL, {**filled(cart), "action": "fill", "people": "", "billing-name": "Kept"})
    assert "Write at least one line" in problems_in(answer)
    assert 'value="Kept"' in buyer.get(URL).content.decode()


def test_a_list_that_was_forgotten_is_filled_in_before_the_order(buyer, ticket, cart_of):
    cart = cart_of(buyer.user, ticket, ticket)
    buyer.post(URL, filled(cart, people="grace@example.org"))
    assert not Order.objects.exists()
    assert 'value="grace@example.org"' in buyer.get(URL).content.decode()
