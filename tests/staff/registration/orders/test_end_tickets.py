"""Ending tickets when no money goes back: who may end what, what the question says, and that it happens once."""

from decimal import Decimal

import pytest
from wagtail.models import ModelLogEntry

from conference.models import OutboxMail
from registration.models import AttendeeAddOn, Order, Refund
from tests.factories.conference import UserFactory
from tests.factories.registration import AddOnFactory, AttendeeFactory, TicketTypeFactory, order_of, paid_order_of

YES = {"confirmed": "1"}
TICKET_GONE = "A ticket that you chose has ended or is being given back."


def path_of(order) -> str:
    return f"/admin/registration/orders/{order.pk}/end/"


def data_of(order, *tickets, **more) -> dict:
    left = sum(line.units_left for line in order.line_items.all())
    return {"tickets": [str(ticket.pk) for ticket in tickets], "note": "speaker fell ill", "seen": str(left), **more}


def live(order) -> list:
    return list(order.attendees.filter(revoked_at__isnull=True).order_by("unit"))


@pytest.fixture
def manager(client_of):
    return client_of("registration")


@pytest.fixture
def free(own) -> Order:
    """Return an order of two free tickets, one of them somebody else's."""
    kind = TicketTypeFactory(conference=own.conference, name="Own speaker ticket", price=0, total_quantity=5)
    order = order_of((kind, 2), status=Order.Status.PAID)
    line = order.line_items.get()
    AttendeeFactory(conference=own.conference, order=order, line=line, unit=1, user=order.user)
    AttendeeFactory(conference=own.conference, order=order, line=line, unit=2, user=UserFactory(email="b@example.org"))
    return order


def test_a_free_ticket_ends_after_the_question_with_history_stock_and_mail(manager, free):
    [_first, second] = live(free)
    page = manager.get(f"/admin/registration/orders/inspect/{free.pk}/").content.decode()
    assert path_of(free) in page
    html = manager.post(path_of(free), data_of(free, second)).content.decode()
    for words in ("1 × Own speaker ticket", "Holders other than the buyer get a mail", "What has ended stays ended"):
        assert words in html
    assert "No money goes back" not in html
    assert len(live(free)) == 2
    html = manager.post(path_of(free), {**data_of(free, second), **YES}, follow=True).content.decode()
    assert "Ended 1 × Own speaker ticket: speaker fell ill" in html
    assert [ticket.unit for ticket in live(free)] == [1]
    assert free.line_items.get().ticket_type.remaining_quantity == 4
    assert list(OutboxMail.objects.values_list("kind", "to")) == [("ticket.revoked", "b@example.org")]
    free.refresh_from_db()
    assert free.status == Order.Status.PAID
    assert not Refund.objects.filter(order=free).exists()


def test_the_last_ticket_of_a_free_order_ends_the_order(manager, free):
    everything = data_of(free, *live(free))
    assert "it counts as given back" in manager.post(path_of(free), everything).content.decode()
    manager.post(path_of(free), {**everything, **YES})
    free.refresh_from_db()
    assert free.status == Order.Status.REFUNDED
    page = manager.get(f"/admin/registration/orders/inspect/{free.pk}/").content.decode()
    assert path_of(free) not in page


def test_a_second_click_ends_nothing_more(manager, free):
    data = data_of(free, live(free)[1])
    manager.post(path_of(free), {**data, **YES})
    html = manager.post(path_of(free), {**data, **YES, "tickets": [str(live(free)[0].pk)]}).content.decode()
    assert "Something of this order ended meanwhile" in html
    assert len(live(free)) == 1
    assert ModelLogEntry.objects.filter(action="registration.units_ended").count() == 1


def test_what_cost_something_is_ended_by_those_only_who_may_give_money_back(client_of, own):
    order = own["order"]
    data = data_of(order, live(order)[0])
    for confirmed in ({}, YES):
        html = client_of("registration").post(path_of(order), {**data, **confirmed}).content.decode()
        assert "That cost $100.00. Ask Finance or an organizer" in html
    assert len(live(order)) == 2
    finance = client_of("finance")
    html = finance.post(path_of(order), data).content.decode()
    assert "No money goes back by this: $100.00 was paid for it." in html
    finance.post(path_of(order), {**data, **YES})
    assert len(live(order)) == 1
    order.refresh_from_db()
    assert order.status == Order.Status.PAID


def test_a_dinner_that_was_paid_for_goes_with_nobodys_free_ticket(manager, own):
    kind = TicketTypeFactory(conference=own.conference, price=0)
    order = paid_order_of(kind, own["addon"])
    [ticket] = live(order)
    AttendeeAddOn.objects.create(attendee=ticket, line=order.line_items.get(addon=own["addon"]), unit=1)
    html = manager.post(path_of(order), {**data_of(order, ticket), **YES}).content.decode()
    assert "That cost $25.00." in html
    assert live(order) == [ticket]


def test_units_of_a_free_add_on_end(manager, own):
    walk = AddOnFactory(conference=own.conference, name="Own walk", price=0, total_quantity=3)
    order = paid_order_of(own["ticket_type"], (walk, 3))
    line = order.line_items.get(addon=walk)
    manager.post(path_of(order), {**data_of(order), f"units_{line.pk}": "2", **YES})
    line.refresh_from_db()
    assert line.refunded_quantity == 2
    assert walk.remaining_quantity == 2
    assert len(live(order)) == 1


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"tickets": []}, "Choose what ends."),
        ({"tickets": ["999999"]}, TICKET_GONE),
        ({"tickets": ["'; --"]}, TICKET_GONE),
        ({"note": " "}, "This field is required."),
        ({"note": "x" * 2001}, "at most 2000 characters"),
        ({"seen": "many"}, "Enter a whole number."),
        ({"seen": "1000000000"}, "Something of this order ended meanwhile"),
    ],
)
def test_what_cannot_end_is_refused_with_a_sentence(manager, free, change, words):
    data = {**data_of(free, live(free)[0]), **YES, **change}
    assert words in manager.post(path_of(free), data).content.decode()
    assert len(live(free)) == 2


def test_tickets_of_another_order_are_no_choice(manager, own, free):
    stranger = live(own["order"])[0]
    html = manager.post(path_of(free), {**data_of(free, stranger), **YES}).content.decode()
    assert TICKET_GONE in html
    assert len(live(own["order"])) == 2


def test_a_waiting_order_has_nothing_that_could_end(manager, own):
    order = own["waiting_order"]
    line = order.line_items.get()
    html = manager.post(path_of(order), {**data_of(order), f"units_{line.pk}": "1", **YES}).content.decode()
    assert "Only tickets of a paid order can end." in html
    assert path_of(order) not in manager.get(f"/admin/registration/orders/inspect/{order.pk}/").content.decode()


def test_a_tickets_own_page_leads_there_with_the_ticket_ticked(manager, client_of, own, free):
    [_first, ticket] = live(free)
    page = f"/admin/registration/attendees/inspect/{ticket.pk}/"
    way = f"{path_of(free)}?ticket={ticket.pk}"
    assert way in manager.get(page).content.decode()
    assert f'value="{ticket.pk}"' in manager.get(way).content.decode().partition("checked")[0][-200:]
    manager.post(path_of(free), {**data_of(free, ticket), **YES})
    assert way not in manager.get(page).content.decode()
    own.conference.is_closed = True
    own.conference.save()
    other = live(free)[0]
    assert path_of(free) not in manager.get(f"/admin/registration/attendees/inspect/{other.pk}/").content.decode()


def test_orders_of_another_conference_are_not_found(organizer, foreign):
    order = foreign["order"]
    assert organizer.get(path_of(order)).status_code == 404
    assert organizer.post(path_of(order), {**data_of(order, *live(order)), **YES}).status_code == 404
    assert len(live(order)) == 2


def test_looking_ends_nothing(client_of, own):
    organizer = client_of("organizers")
    ticket = live(own["order"])[0]
    query = f"?confirmed=1&tickets={ticket.pk}&note=x&seen=3"
    assert organizer.get(path_of(own["order"]) + query).status_code == 200
    assert len(live(own["order"])) == 2
    assert own["order"].total == Decimal("225.00")
