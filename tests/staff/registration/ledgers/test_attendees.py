"""The list of attendees as caterers, workshops and the badge printer need it: with add-ons, filtered, as a file."""

import csv
import io

import pytest
from django.utils import timezone

from registration.models import AttendeeAddOn, AttendeeProfile
from tests.factories.registration import AddOnFactory, TicketTypeFactory, paid_order_of

PATH = "/admin/registration/attendees/"
LISTING, EXPORT = 20, 11  # SQL statements


def give(ticket, addon, *, units: int = 1) -> None:
    """Put units of an add-on of the ticket's order beside the ticket."""
    line = ticket.order.line_items.get(addon=addon)
    taken = line.attendee_addons.count()
    for unit in range(taken + 1, taken + units + 1):
        AttendeeAddOn.objects.create(attendee=ticket, line=line, unit=unit)


def buy(own, number: int, *, name: str = "Guest") -> list:
    """Return that many tickets of one order, each with a dinner."""
    kind = TicketTypeFactory(conference=own.conference)
    order = paid_order_of((kind, number), (own["addon"], number))
    tickets = list(order.attendees.order_by("unit"))
    for place, ticket in enumerate(tickets):
        give(ticket, own["addon"])
        AttendeeProfile.objects.create(attendee=ticket, dietary_needs=f"no nuts {place}")
        ticket.name = f"{name} {place}"
        ticket.save()
    return tickets


def rows(client, query: str = "") -> list[dict]:
    """Return the exported rows by heading."""
    text = client.get(f"{PATH}?export=csv{query}").getvalue().decode()
    return list(csv.DictReader(io.StringIO(text)))


def listing(client, query: str = "") -> str:
    return client.get(f"{PATH}?{query}").content.decode().partition("result-list")[2]


def test_tickets_of_test_orders_are_marked_in_list_and_file(organizer, own):
    ticket = paid_order_of(own["ticket_type"], is_test=True).attendees.get()
    assert "(test)" in listing(organizer)
    states = {row["Code"]: row["State"] for row in rows(organizer)}
    assert [code for code, state in states.items() if "(test)" in state] == [ticket.access_code]


def test_answers_have_the_same_names_on_a_tickets_page_as_in_the_file(client_of, own):
    (ticket,) = buy(own, 1)
    manager = client_of("registration")
    html = manager.get(f"{PATH}inspect/{ticket.pk}/").content.decode()
    for name in ("Diet", "Accessibility"):
        assert f">{name}</dt>" in html
        assert name in rows(manager)[0]
    assert "cannot or do not eat" not in html


def test_add_ons_stand_beside_their_tickets_in_list_and_file(organizer, own):
    shirt = AddOnFactory(conference=own.conference, name="Own shirt")
    order = paid_order_of(own["ticket_type"], (own["addon"], 2), shirt)
    ticket = order.attendees.get()
    give(ticket, own["addon"], units=2)
    give(ticket, shirt)
    ended = AttendeeAddOn.objects.get(line__addon=shirt)
    assert "2 × Own dinner, Own shirt" in listing(organizer)
    [row] = [row for row in rows(organizer) if row["Code"] == ticket.access_code]
    assert row["Add-ons"] == "2 × Own dinner, Own shirt"
    ended.revoked_at = timezone.now()
    ended.save()
    assert "Own shirt" not in listing(organizer)
    page = organizer.get(f"{PATH}inspect/{ticket.pk}/").content.decode()
    assert "2 × Own dinner" in page
    assert "Own shirt" not in page


def test_the_caterers_list_is_a_filter_and_a_file(client_of, own):
    with_dinner, without = buy(own, 2, name="Diner")
    without.addons.update(revoked_at=timezone.now())
    manager, query = client_of("registration"), f"&addon={own['addon'].pk}"
    assert "Diner 0" in listing(manager, query)
    assert "Diner 1" not in listing(manager, query)
    [row] = rows(manager, query)
    assert (row["Holder"], row["Add-ons"], row["Diet"]) == ("Diner 0", "Own dinner", "no nuts 0")
    assert {row["Code"] for row in rows(manager)} > {with_dinner.access_code, without.access_code}


@pytest.mark.parametrize("value", ["foreign", "0", "-1", "9999999999999999999", "x", "=1", "1 OR 1=1"])
def test_an_add_on_that_is_none_of_here_narrows_nothing_and_tells_nothing(organizer, own, foreign, value):
    buy(own, 1)
    key = foreign["addon"].pk if value == "foreign" else value
    answer = organizer.get(f"{PATH}?addon={key}")
    assert answer.status_code == 200
    assert "Foreign" not in answer.content.decode()
    assert len(rows(organizer, f"&addon={key}")) == len(rows(organizer))


def test_the_list_and_its_file_ask_as_often_for_three_tickets_as_for_forty(organizer, own, django_assert_num_queries):
    def ask():
        with django_assert_num_queries(LISTING):
            assert organizer.get(PATH).status_code == 200
        with django_assert_num_queries(EXPORT):
            assert organizer.get(f"{PATH}?export=csv").getvalue()

    organizer.get(PATH)
    buy(own, 1)
    ask()
    buy(own, 37)
    ask()


@pytest.mark.parametrize("start", ["=", "+", "-", "@"])
def test_a_holders_name_runs_no_formula(organizer, own, start):
    ticket = own["attendee"]
    ticket.name = f"{start}HYPERLINK(1)"
    ticket.save()
    assert f"'{start}HYPERLINK(1)" in [row["Holder"] for row in rows(organizer)]
