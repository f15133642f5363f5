"""What is put into the words of a mail: addresses of the site are links, and what people typed is text."""

import pytest

from conference import extension, links, mail_frame, markdown
from conference.models import MailText
from conference.services.mail_texts import Words, compose, fill_words
from tests.factories.conference import ConferenceFactory

pytestmark = pytest.mark.django_db

ADDRESS = "https://2027.example.org/claim/a-b_c/"


def html_of(words: Words) -> str:
    return mail_frame.to_html(words.text, subject=words.subject, conference=None)


@pytest.mark.parametrize("text", ["Here: {{ link }}", "[Here]({{ link }})"])
def test_an_address_of_the_site_is_a_link_and_one_that_somebody_typed_is_not(text):
    conference = ConferenceFactory()
    made = fill_words(Words("S", text), conference, {"link": links.SiteAddress(ADDRESS)})
    assert f'<a href="{ADDRESS}"' in html_of(made)
    assert markdown.to_text(made.text) == f"Here: {ADDRESS}\n"
    typed = fill_words(Words("S", "Hello {{ buyer }}"), conference, {"buyer": ADDRESS})
    assert "<a " not in html_of(typed)
    assert ADDRESS in html_of(typed)


def test_a_link_alone_in_its_paragraph_is_a_button():
    words = fill_words(Words("S", "[Here]({{ link }})"), ConferenceFactory(), {"link": links.SiteAddress(ADDRESS)})
    assert f'<p class="action"><a href="{ADDRESS}"' in html_of(words)


def test_every_mail_of_the_shop_with_a_link_has_it_as_a_button():
    conference = ConferenceFactory()
    with_link = []
    for kind, declared in extension.mail_kinds.items():
        if kind.partition(".")[0] in ("order", "ticket", "staff") and "{{ link }}" in str(declared.text):
            with_link.append(kind)
            values = dict.fromkeys(declared.placeholders, "x") | {"link": links.SiteAddress(ADDRESS)}
            assert f'<p class="action"><a href="{ADDRESS}"' in html_of(compose(kind, conference, values)), kind
    assert {"order.confirmation", "order.refund", "ticket.assigned", "ticket.transferred"} <= set(with_link)


def test_the_words_of_an_editor_keep_their_way_of_writing_a_link():
    conference = ConferenceFactory()
    MailText.objects.create(
        conference=conference, kind="ticket.assigned", subject="S", text="Go: {{ link }}", live=True
    )
    words = compose("ticket.assigned", conference, {"link": links.SiteAddress(ADDRESS)})
    assert f'Go: <a href="{ADDRESS}"' in html_of(words)
    assert markdown.to_text(words.text) == f"Go: {ADDRESS}\n"


def test_a_link_that_leads_nowhere_is_left_out():
    conference = ConferenceFactory()
    words = fill_words(Words("S", "Hello.\n\n[Here]({{ link }})\n\nBye."), conference, {"link": links.SiteAddress("")})
    assert words.text == "Hello.\n\nBye."
    typed = fill_words(Words("S", "{{ buyer }}"), conference, {"buyer": "[Here]()"})
    assert markdown.to_text(typed.text) == "[Here]()\n"
