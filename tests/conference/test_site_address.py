import pytest
from django.core.exceptions import ValidationError

from conference.site_address import parse


@pytest.mark.parametrize(
    ("text", "expected", "host", "segment"),
    [
        ("https://2027.example.org", "https://2027.example.org/", ("2027.example.org", 443), ""),
        (" https://Example.ORG/2027 ", "https://example.org/2027/", ("example.org", 443), "2027"),
        ("http://127.0.0.1:8000/", "http://127.0.0.1:8000/", ("127.0.0.1", 8000), ""),
        ("http://localhost:80", "http://localhost/", ("localhost", 80), ""),
    ],
)
def test_address_is_read_and_written_in_one_form(text, expected, host, segment):
    address = parse(text)
    assert str(address) == expected
    assert (address.hostname, address.port) == host
    assert address.segment == segment
    assert parse(str(address)) == address


@pytest.mark.parametrize(
    "text",
    [
        *("", "example.org", "ftp://example.org", "https://", "https://exa mple.org", "https://-a.example"),
        *("https://example.org/a/b", "https://example.org/ä ö", "https://example.org/?x=1", "https://example.org/#top"),
        *("https://user@example.org", "https://example.org:99999", "javascript:alert(1)", "https://a..b"),
    ],
)
def test_anything_else_is_refused_with_an_example(text):
    with pytest.raises(ValidationError, match=r"https://2027\.example\.org"):
        parse(text)
