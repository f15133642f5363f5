"""Reading a pasted list of people."""

import pytest
from django.core.exceptions import ValidationError

from cms.shop.people_list import Person, read_people

ADA = Person("Ada Lovelace", "ada@example.org")


@pytest.mark.parametrize(
    "line",
    [
        "Ada Lovelace <ada@example.org>",
        '"Ada Lovelace" <ada@example.org>',
        "Ada Lovelace, ada@example.org",
        "Ada Lovelace;ada@example.org",
        "Ada Lovelace\tada@example.org",
        "ada@example.org\tAda Lovelace",
        "ada@example.org, Ada Lovelace",
        "Ada Lovelace ada@example.org",
        "  Ada Lovelace   ada@example.org ",
        "\x00Ada Lovelace <ada@example.org>",
    ],
)
def test_a_line_in_any_form(line):
    assert read_people(line) == [ADA]


def test_several_lines_with_a_head_and_gaps():
    text = "Name,E-mail\r\n\r\nAda Lovelace,ada@example.org\r\n山田 太郎;yamada@example.org\r\ngrace@example.org\r\n"
    assert read_people(text) == [ADA, Person("山田 太郎", "yamada@example.org"), Person("", "grace@example.org")]


def test_lines_without_an_address_are_named():
    with pytest.raises(ValidationError) as caught:
        read_people("Ada Lovelace <ada@example.org>\nGrace Hopper\nAlan <alan@>")
    assert "2 (“Grace Hopper”), 3 (“Alan <alan@>”)" in caught.value.messages[0]


@pytest.mark.parametrize("text", ["", " \n\t\n", "Name, E-mail"])
def test_a_list_of_nobody_is_refused(text):
    with pytest.raises(ValidationError) as caught:
        read_people(text)
    assert caught.value.messages == ["Write at least one line with a name and an e-mail address."]
