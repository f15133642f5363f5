import pytest

from conference import markdown

HOSTILE = [
    "<script>alert(1)</script>",
    "[click](javascript:alert(1))",
    "[click](data:text/html;base64,PHNjcmlwdD4=)",
    '<img src=x onerror="alert(1)">',
    "![picture](https://elsewhere.example/x.png)",
    '[a](https://a.example "\\" onmouseover=\\"alert(1)")',
]


@pytest.mark.parametrize("text", HOSTILE)
def test_html_never_holds_a_script_a_picture_or_a_handler(text):
    html = markdown.to_html(text)
    tags = {part.split(">")[0].split()[0].strip("/") for part in html.split("<")[1:]}
    assert tags <= {"p", "a"}
    assert 'href="javascript' not in html
    assert 'href="data' not in html
    assert " onmouseover=" not in html.replace('title="', "").split('"')[-1]


def test_html_keeps_what_editors_write():
    html = markdown.to_html(
        "# Hello\n\n**you** and [there](https://there.example/?a=1&b=2)\n\n- one\n- two", top_heading=2
    )
    assert "<h2>Hello</h2>" in html
    assert "<strong>you</strong>" in html
    assert 'href="https://there.example/?a=1&amp;b=2"' in html
    assert 'rel="nofollow noopener noreferrer"' in html
    assert html.count("<li>") == 2


def test_headings_below_the_sixth_stay_the_sixth():
    assert "<h6>deep</h6>" in markdown.to_html("##### deep", top_heading=4)


def test_text_writes_links_out_and_keeps_lists_and_tables():
    text = markdown.to_text(
        "# Title\n\nSee [the page](https://a.example/b_c) or <https://d.example>.\n\n"
        "3. three\n4. four\n   - inner\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n`ABC-DEF`"
    )
    assert text == (
        "Title\n\nSee the page: https://a.example/b_c or https://d.example.\n\n"
        "3. three\n4. four\n  - inner\n\na | b\n1 | 2\n\nABC-DEF\n"
    )


@pytest.mark.parametrize(
    "value",
    [
        "**bold** _it_",
        "[x](https://evil.example)",
        "<b>&amp;",
        "1. one",
        "- dash",
        "# no heading",
        "a | b",
        "`code`",
        "~~x~~",
    ],
)
def test_escaped_values_come_out_as_they_went_in(value):
    assert markdown.to_text(markdown.escape(value)) == value + "\n"
    html = markdown.to_html(markdown.escape(value))
    assert html.count("<") == 2, "only the paragraph around it"


def test_escaped_values_stay_on_one_line():
    assert markdown.to_text(markdown.escape("one\r\n\r\n# two\u2028three")) == "one # two three\n"
