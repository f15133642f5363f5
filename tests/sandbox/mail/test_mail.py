import pytest
from django.core.mail import EmailMultiAlternatives, get_connection
from django.urls import reverse

from sandbox.mail import kept


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.SANDBOX_MAIL_DIR = tmp_path / "mail"
    return settings.SANDBOX_MAIL_DIR


def send(subject="Hello", html="<p>Hello <script>alert(1)</script></p>", **fields):
    message = EmailMultiAlternatives(
        subject=subject,
        body="Hello Ada\nhttps://a.example/",
        from_email="x@example.org",
        to=["ada@example.org"],
        **fields,
    )
    message.attach_alternative(html, "text/html")
    get_connection("sandbox.mail.backend.KeepingBackend").send_messages([message])


def test_sent_mail_is_kept_newest_first():
    send("First", reply_to=["team@example.org"])
    send("Ω second")
    mails = kept.newest()
    assert [mail.subject for mail in mails] == ["Ω second", "First"]
    assert (mails[1].to, mails[1].reply_to) == ("ada@example.org", "team@example.org")
    assert mails[1].text.startswith("Hello Ada")
    assert mails[1].sent_at.tzinfo is not None


@pytest.mark.django_db
def test_pages_list_and_show_mail(client):
    assert "No mail yet" in client.get(reverse("sandbox_mail")).content.decode()
    send()
    (mail,) = kept.newest()
    assert reverse("sandbox_mail_read", args=[mail.name]) in client.get(reverse("sandbox_mail")).content.decode()
    html = client.get(reverse("sandbox_mail_read", args=[mail.name])).content.decode()
    assert "Hello Ada" in html
    assert 'sandbox="allow-popups"' in html
    assert "<script>alert" not in html


@pytest.mark.django_db
def test_html_of_a_mail_may_run_nothing(client):
    send()
    answer = client.get(reverse("sandbox_mail_html", args=[kept.newest()[0].name]))
    assert "<script>alert(1)</script>" in answer.content.decode()
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["nothing", "..%2F..%2Fetc%2Fpasswd", "00000000000000000000-00000000"])
def test_unknown_mail_is_not_found(client, name):
    assert client.get(f"/sandbox/mail/{name}/").status_code == 404
    assert client.get(f"/sandbox/mail/{name}/html/").status_code == 404
