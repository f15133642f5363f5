"""The words of mails: which mails there are, what they fill in, how they look."""

import pytest
from django.urls import reverse

from cms.fact_uses import places_of
from conference import extension
from conference.models import MailText
from conference.services.mail_texts import compose
from conference.services.roles import sync_role_groups

KIND = "test.greeting"
LIST = "wagtailsnippets_conference_mailtext"
DATA = {"kind": KIND, "subject": "Hello {{ person }}", "text": "See you at {{ venue }}, {{ person }}."}


@pytest.fixture
def greeting(monkeypatch):
    monkeypatch.setattr(extension, "mail_kinds", extension.Registry("kind of mail"))
    extension.mail_kinds.register(
        KIND,
        extension.MailKind(
            label="Greeting", subject="Welcome", text="Good to have you.", placeholders={"person": "the reader’s name"}
        ),
    )


@pytest.fixture
def editor(staff_client, conference, home, greeting):
    client = staff_client("editors", conference)
    sync_role_groups()
    return client


def test_a_mail_is_worded_from_its_own_words_on(editor):
    html = editor.get(reverse(f"{LIST}:list")).content.decode()
    add = f"{reverse(f'{LIST}:add')}?kind={KIND}"
    assert add in html
    form = editor.get(add).content.decode()
    for words in ("Good to have you.", "{{ person }}", "the reader’s name", "{{ venue }}"):
        assert words in form


def test_published_words_are_used_and_drafts_are_not(editor, conference):
    editor.post(reverse(f"{LIST}:add"), DATA)
    assert compose(KIND, conference, {"person": "Ada"}).subject == "Welcome"
    editor.post(reverse(f"{LIST}:edit", args=[MailText.objects.get().pk]), {**DATA, "action-publish": "1"})
    words = compose(KIND, conference, {"person": "Ada *"})
    assert words.subject == "Hello Ada *"
    assert words.text == r"See you at Town Hall, Ada \*."


@pytest.mark.parametrize("field", ["subject", "text"])
def test_an_unknown_placeholder_is_refused_with_the_known_ones(editor, field):
    html = editor.post(reverse(f"{LIST}:add"), {**DATA, field: "For {{ nobody }}"}).content.decode()
    assert "{{ nobody }}" in html
    assert "person" in html.partition("You can use:")[2][:400]
    assert not MailText.objects.exists()


@pytest.mark.parametrize(
    ("change", "words"),
    [({"kind": "nothing"}, "not one of the available choices"), ({}, "This mail has its own text already.")],
)
def test_each_mail_is_worded_once_and_only_mails_that_are_sent(editor, conference, change, words):
    MailText.objects.create(conference=conference, kind=KIND, subject="Mine", text="Mine")
    assert words in editor.post(reverse(f"{LIST}:add"), {**DATA, **change}).content.decode()
    assert MailText.objects.count() == 1


def test_an_unknown_kind_in_the_address_is_not_found(editor):
    assert editor.get(f"{reverse(f'{LIST}:add')}?kind=nothing").status_code == 404


def test_the_preview_shows_the_mail_with_the_meaning_of_its_placeholders(editor, conference):
    url = reverse(f"{LIST}:preview_on_add")
    assert editor.post(url, {**DATA, "text": "# Soon\n\nDear {{ person }}, <b>see</b> you"}).json()["is_valid"]
    html = editor.get(url).content.decode()
    for words in ("Hello ‹the reader’s name›", "<h2>Soon</h2>", "&lt;b&gt;see&lt;/b&gt;", conference.name):
        assert words in html


def test_the_listing_costs_the_same_for_many(editor, conference, django_assert_num_queries):
    url = reverse(f"{LIST}:list")
    MailText.objects.create(conference=conference, kind=KIND, subject="One", text="x")
    editor.get(url)
    with django_assert_num_queries(16):
        assert "w-status" in editor.get(url).content.decode()
    for number in range(7):
        MailText.objects.create(conference=conference, kind=f"gone.{number}", subject="More", text="x")
    with django_assert_num_queries(16):
        editor.get(url)


def test_a_fact_that_a_mail_names_is_in_use(editor, conference):
    text = MailText.objects.create(conference=conference, kind=KIND, subject="Hi", text="At {{ venue }}")
    edit_url = reverse(f"{LIST}:edit", args=[text.pk])
    assert ("Greeting", edit_url) in places_of(conference, "venue")
    assert places_of(conference, "hashtag") == []
