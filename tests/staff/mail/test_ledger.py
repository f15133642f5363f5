import datetime as dt
from functools import partial

import pytest
from wagtail.models import ModelLogEntry

from conference.models import OutboxMail
from tests.staff.conftest import person_with, signed_in


def test_mails_are_searched_filtered_inspected_and_exported(organizer, own, foreign):
    OutboxMail.objects.create(conference=own.conference, kind="x", to="b@example.org", subject="Sent one", state="sent")
    assert "Own mail" in organizer.get("/admin/mail/").content.decode()
    html = organizer.get("/admin/mail/?q=sent").content.decode()
    assert "Sent one" in html
    assert "Own mail" not in html
    assert "Sent one" not in organizer.get("/admin/mail/?state__exact=failed").content.decode()
    assert "Hello" in organizer.get(f"/admin/mail/inspect/{own['mail'].pk}/").content.decode()
    rows = organizer.get("/admin/mail/?export=csv").getvalue().decode()
    assert "Own mail" in rows
    assert "Foreign" not in rows


def test_kinds_and_moments_are_said_in_words(organizer, own):
    sent_at = dt.datetime(2027, 3, 1, 11, tzinfo=dt.UTC)
    make = partial(OutboxMail.objects.create, conference=own.conference, to="b@example.org", state="sent")
    mail = make(kind="order.confirmation", subject="Your tickets", sent_at=sent_at)
    make(kind="people.role", subject="Your role")
    zone = sent_at.astimezone(own.conference.tz)
    listing = organizer.get("/admin/mail/").content.decode()
    assert f"Mon 1 Mar, {zone:%H:%M %Z}" in listing
    page = organizer.get(f"/admin/mail/inspect/{mail.pk}/").content.decode()
    assert f"Mon 1 Mar 2027, {zone:%H:%M %Z}" in page
    rows = organizer.get("/admin/mail/?export=csv").getvalue().decode()
    for text in (listing, rows):
        assert "Order paid" in text
        assert "Role at the conference" in text
        assert "order.confirmation" not in text
    assert "Order paid" in page


@pytest.mark.parametrize("path", ["create/", "edit/{}/", "delete/{}/", "history/{}/"])
def test_there_is_no_way_to_write(organizer, own, path):
    assert organizer.get(f"/admin/mail/{path.format(own['mail'].pk)}").status_code == 404


def test_a_failed_mail_is_sent_again_and_that_is_logged(organizer, own, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        organizer.post(f"/admin/mail/{own['mail'].pk}/send-again/")
    own["mail"].refresh_from_db()
    assert own["mail"].state == "sent"
    entry = ModelLogEntry.objects.get(action="staff.mail_sent_again")
    assert (entry.user, str(entry.message)) == (organizer.user, "Sent the mail to a@example.org again")


def test_a_sent_mail_is_not_sent_twice(organizer, own):
    OutboxMail.objects.update(state="sent")
    response = organizer.post(f"/admin/mail/{own['mail'].pk}/send-again/", follow=True)
    assert "cannot be sent again" in response.content.decode()


def test_mail_of_another_conference_is_not_found(organizer, own, foreign):
    assert organizer.post(f"/admin/mail/{foreign['mail'].pk}/send-again/").status_code == 404
    assert OutboxMail.objects.get(pk=foreign["mail"].pk).state == "failed"


def test_an_editor_sees_no_mail(own):
    editor = signed_in(person_with("editors", own.conference))
    assert editor.get("/admin/mail/").headers["Location"] == "/admin/"
    assert editor.post(f"/admin/mail/{own['mail'].pk}/send-again/").headers["Location"] == "/admin/"
    assert OutboxMail.objects.get(pk=own["mail"].pk).state == "failed"


def test_only_administrators_see_mail_of_no_conference(organizer, superuser, own):
    code = OutboxMail.objects.create(kind="account.code", to="c@example.org", subject="Your code", state="sent")
    assert "Your code" not in organizer.get("/admin/mail/").content.decode()
    assert organizer.get(f"/admin/mail/inspect/{code.pk}/").status_code == 404
    assert "Your code" in superuser.get("/admin/mail/").content.decode()


@pytest.mark.parametrize("query", ["", "?export=csv"])
def test_the_ledger_asks_as_often_for_few_mails_as_for_many(organizer, own, query, django_assert_max_num_queries):
    path = f"/admin/mail/{query}"
    for number in range(30):
        OutboxMail.objects.create(conference=own.conference, kind="x", to=f"{number}@example.org", subject="Many")
    organizer.get(path)
    with django_assert_max_num_queries(20):
        response = organizer.get(path)
        if response.streaming:
            response.getvalue()
