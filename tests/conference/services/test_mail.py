from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import transaction
from django.utils import timezone

from conference.models import OutboxMail
from conference.services import mail
from tests.factories.conference import ConferenceFactory

pytestmark = pytest.mark.django_db
HELLO = {"kind": "test.hello", "to": "ada@example.org", "subject": "Hello", "text": "Hello **Ada**"}


class BrokenServer:
    def __init__(self, *_args, **_kwargs):
        pass

    def send_messages(self, messages):
        raise OSError("no route to the mail server")


@pytest.fixture
def broken_server(settings):
    settings.EMAIL_BACKEND = f"{__name__}.BrokenServer"


def test_queued_mail_goes_after_the_commit(mailoutbox, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        row = mail.queue(**HELLO)
        assert mailoutbox == []
    row.refresh_from_db()
    assert row.state == OutboxMail.State.SENT
    assert row.sent_at is not None
    assert [message.to for message in mailoutbox] == [["ada@example.org"]]
    assert mailoutbox[0].body == "Hello Ada\n"
    html, content_type = mailoutbox[0].alternatives[0]
    assert content_type == "text/html"
    assert "<strong>Ada</strong>" in html


def test_rolled_back_cause_takes_its_mail_with_it(mailoutbox):
    with transaction.atomic():
        mail.queue(**HELLO)
        transaction.set_rollback(True)
    assert OutboxMail.objects.count() == 0
    assert mailoutbox == []


def test_sender_and_reply_address_come_from_the_conferences_facts(settings):
    settings.DEFAULT_FROM_EMAIL = "House <noreply@house.example>"
    conference = ConferenceFactory(name="Tidewater 2027")
    row = mail.queue(**HELLO, conference=conference)
    assert row.sender == "Tidewater 2027 <noreply@house.example>"
    conference.facts.sender_name = "Tide\r\nBcc: x@evil.example"
    conference.facts.reply_address = "team@tide.example"
    row = mail.queue(**HELLO, conference=conference)
    assert "\n" not in row.sender
    assert row.reply_to == "team@tide.example"


def test_same_key_writes_one_mail():
    first = mail.queue(**HELLO, key="welcome-1")
    assert mail.queue(**HELLO, key="welcome-1") == first
    assert mail.queue(**HELLO, key="welcome-2") != first
    assert OutboxMail.objects.count() == 2


@pytest.mark.parametrize("number", [1, 20])
def test_however_many_are_written_together_take_one_statement(
    number, mailoutbox, django_assert_num_queries, django_capture_on_commit_callbacks
):
    conference = ConferenceFactory()
    letters = [mail.Letter(**HELLO | {"to": f"{place}@example.org"}, key=f"key-{place}") for place in range(number)]
    with django_capture_on_commit_callbacks(execute=True), django_assert_num_queries(1):
        mail.queue_all(letters, conference=conference)
    assert sorted(message.to[0] for message in mailoutbox) == sorted(letter.to for letter in letters)


def test_of_mails_written_together_a_known_key_keeps_its_first_one(mailoutbox, django_capture_on_commit_callbacks):
    conference = ConferenceFactory()
    first = mail.queue(**HELLO, key="welcome-1")
    letters = [mail.Letter(**HELLO | {"subject": "Anew"}, key=key) for key in ("welcome-1", "welcome-2")]
    with django_capture_on_commit_callbacks(execute=True):
        mail.queue_all(letters, conference=conference)
    first.refresh_from_db()
    assert first.subject == "Hello"
    assert sorted(message.subject for message in mailoutbox) == ["Anew", "Hello"]


@pytest.mark.parametrize("to", ["", "nobody", "a@example.org\nBcc: b@example.org", "a@example.org, b@example.org"])
def test_wrong_address_is_refused(to):
    with pytest.raises(ValidationError):
        mail.queue(**{**HELLO, "to": to})
    assert OutboxMail.objects.count() == 0


def test_subject_is_one_line():
    assert (
        mail.queue(**{**HELLO, "subject": " One\r\nBcc: x@example.org\u2028two "}).subject
        == "One Bcc: x@example.org two"
    )


def test_sent_mail_is_not_sent_again(mailoutbox):
    row = mail.queue(**HELLO)
    assert mail.deliver(row.pk) is True
    assert mail.deliver(row.pk) is False
    assert mail.send_due() == ""
    assert len(mailoutbox) == 1


def test_mail_that_another_sender_has_taken_is_left_alone(mailoutbox):
    row = mail.queue(**HELLO)
    OutboxMail.objects.filter(pk=row.pk).update(next_attempt_at=timezone.now() + mail.LEASE)
    assert mail.deliver(row.pk) is False
    assert mailoutbox == []


def test_failed_try_is_repeated_later_and_finally_given_up(broken_server):
    row = mail.queue(**HELLO)
    for number, pause in enumerate(mail.PAUSES, start=1):
        assert mail.deliver(row.pk) is False
        row.refresh_from_db()
        assert (row.state, row.attempts) == (OutboxMail.State.WAITING, number)
        assert abs(row.next_attempt_at - timezone.now() - timedelta(minutes=pause)) < timedelta(seconds=30)
        assert "no route" in row.error
        OutboxMail.objects.filter(pk=row.pk).update(next_attempt_at=timezone.now())
    mail.deliver(row.pk)
    row.refresh_from_db()
    assert row.state == OutboxMail.State.FAILED
    assert row.text


def test_failed_mail_can_be_sent_again(mailoutbox, django_capture_on_commit_callbacks):
    row = mail.queue(**HELLO)
    OutboxMail.objects.filter(pk=row.pk).update(state=OutboxMail.State.FAILED)
    with django_capture_on_commit_callbacks(execute=True):
        mail.send_again(row)
    assert len(mailoutbox) == 1
    with pytest.raises(ValidationError):
        mail.send_again(row)


def test_text_that_opens_an_account_is_emptied_once_sent(mailoutbox):
    secret = mail.queue(**{**HELLO, "kind": "account.login_code", "text": "`ABC-DEF`"})
    plain = mail.queue(**HELLO)
    assert mail.send_due() == "2 of 2 mails sent"
    secret.refresh_from_db()
    plain.refresh_from_db()
    assert (secret.text, secret.html) == ("", "")
    assert plain.text
    assert any("ABC-DEF" in message.body for message in mailoutbox)


def test_repeated_try_carries_the_same_message_id(mailoutbox):
    row = mail.queue(**HELLO)
    mail.deliver(row.pk)
    OutboxMail.objects.filter(pk=row.pk).update(state=OutboxMail.State.WAITING, next_attempt_at=timezone.now())
    mail.deliver(row.pk)
    first, second = (message.extra_headers["Message-ID"] for message in mailoutbox)
    assert first == second


def test_attachments_come_from_private_storage(mailoutbox):
    path = storages["private"].save("tickets/one.pdf", ContentFile(b"%PDF-1"))
    row = mail.queue(**HELLO, attachments=[{"name": "ticket.pdf", "content_type": "application/pdf", "path": path}])
    mail.deliver(row.pk)
    assert mailoutbox[0].attachments == [("ticket.pdf", b"%PDF-1", "application/pdf")]


def test_old_bodies_are_emptied_but_waiting_mail_keeps_its_text():
    old = mail.queue(**HELLO)
    waiting = mail.queue(**HELLO)
    long_ago = timezone.now() - mail.KEEP_BODIES - timedelta(days=1)
    OutboxMail.objects.update(created_at=long_ago)
    OutboxMail.objects.filter(pk=old.pk).update(state=OutboxMail.State.SENT)
    assert mail.empty_old_bodies() == "1 old mails emptied"
    assert mail.empty_old_bodies() == ""
    old.refresh_from_db()
    waiting.refresh_from_db()
    assert (old.text, bool(waiting.text)) == ("", True)


def test_lone_link_becomes_the_button():
    row = mail.queue(**{**HELLO, "text": "[Accept](https://a.example/x)\n\nOr [read](https://a.example/y) first."})
    assert row.html.count('class="action"') == 1
    assert row.text == "Accept: https://a.example/x\n\nOr read: https://a.example/y first.\n"


def test_code_that_cannot_be_sent_in_time_is_given_up_and_forgotten(broken_server):
    row = mail.queue(**{**HELLO, "kind": "account.login_code", "text": "`ABC-DEF`"})
    for _ in range(len(mail.PAUSES_OF_CODES) + 1):
        OutboxMail.objects.update(next_attempt_at=timezone.now())
        mail.deliver(row.pk)
    row.refresh_from_db()
    assert (row.state, row.text, row.html) == (OutboxMail.State.FAILED, "", "")
