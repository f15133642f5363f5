import pytest

from conference import extension


def test_entries_come_in_the_order_of_their_registration():
    registry = extension.Registry("thing")
    registry.register("b", 1)
    registry.register("a", 2)
    assert list(registry.items()) == [("b", 1), ("a", 2)]


def test_a_name_is_registered_once():
    registry = extension.Registry("thing")
    registry.register("a", 1)
    with pytest.raises(LookupError, match="thing “a” is registered twice"):
        registry.register("a", 2)


def test_an_unknown_name_says_which_are_known():
    registry = extension.Registry("thing")
    registry.register("a", 1)
    with pytest.raises(LookupError, match=r"unknown thing “x” \(known: a\)"):
        registry.get("x")


def test_a_link_nobody_serves_is_empty():
    assert extension.url_for(None, "no-such-page") == ""
