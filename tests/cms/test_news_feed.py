import pytest
from django.utils.xmlutils import UnserializableContentError

from cms import news_feed
from tests.factories.cms import add_news, add_news_index


@pytest.fixture
def pasted(home):
    """Return a piece of news with what a word processor puts between lines: XML cannot carry it."""
    return add_news(add_news_index(home), title="Tickets\x0b out", introduction="From \x0bMonday on.")


def test_a_pasted_control_character_does_not_break_the_feed(client, pasted):
    body = client.get("/news/feed.atom").content.decode()
    assert "Tickets out" in body
    assert "From Monday on." in body


def test_control_without_care_it_would(client, pasted, monkeypatch):
    monkeypatch.setattr(news_feed, "plain", str)
    with pytest.raises(UnserializableContentError):
        client.get("/news/feed.atom")
