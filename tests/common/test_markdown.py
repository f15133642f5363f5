from html.parser import HTMLParser

import pytest

from common.markdown import to_html, to_text


def elements(html):
    """All elements a browser would make of it: [(tag, attributes)]."""
    found = []
    parser = HTMLParser()
    parser.handle_starttag = lambda tag, attributes: found.append((tag, dict(attributes)))
    parser.feed(html)
    return found


def test_ordinary_markdown_becomes_html():
    html = to_html("Hello *you*\n\n* one\n* two\n\n[site](https://example.org/a?b=1)")

    assert "<em>you</em>" in html
    assert html.count("<li>") == 2
    assert '<a href="https://example.org/a?b=1" rel="nofollow noopener noreferrer">site</a>' in html


def test_headings_begin_at_the_level_asked_for():
    html = to_html("# Top\n\n## Below\n\n###### Deepest", heading_level=4)

    assert "<h4>Top</h4>" in html
    assert "<h5>Below</h5>" in html
    assert "<h6>Deepest</h6>" in html


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](&#106;avascript:alert(1))",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "[x](vbscript:msgbox)",
        "<javascript:alert(1)>",
        "![picture](https://tracker.example/pixel.gif)",
        "<iframe src='https://example.org'></iframe>",
        "<svg onload=alert(1)>",
        "<a href='javascript:alert(1)' onclick='x()' style='x'>y</a>",
        "[x](/admin/logout/)",
    ],
)
def test_hostile_text_is_harmless(hostile):
    for tag, attributes in elements(to_html(hostile)):
        assert tag in {"p", "a"}
        assert set(attributes) <= {"href", "rel"}
        assert attributes.get("href", "https://").startswith(("https://", "mailto:"))


def test_the_check_for_hostile_text_sees_a_planted_fault():
    assert elements('<p onclick="x()"><img src="y"></p>') == [("p", {"onclick": "x()"}), ("img", {"src": "y"})]


def test_template_syntax_and_odd_characters_stay_text():
    text = "{{ settings.SECRET_KEY }} {% load x %} \u202eabc\u202c 🎉 \x00end"

    html = to_html(text)

    assert "{{ settings.SECRET_KEY }}" in html
    assert "🎉" in html


def test_plain_words_have_no_markup_and_are_not_escaped():
    assert (
        to_text("# Fish & chips\n\n**bold** [link](https://example.org) <b>x</b>")
        == "Fish & chips bold link: https://example.org <b>x</b>"
    )


def test_deep_nesting_does_not_raise():
    assert to_html("> " * 5000 + "deep")
    assert to_html("[" * 5000)
