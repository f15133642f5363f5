import pytest

from conference.pretalx.address import api_base, origin
from conference.pretalx.errors import ConfigurationError


@pytest.mark.parametrize(
    "pasted",
    [
        "https://pretalx.com",
        "https://pretalx.com/",
        "https://pretalx.com/api",
        "https://pretalx.com/api/",
        "  pretalx.com ",
    ],
)
def test_api_base_accepts_what_people_paste(pasted):
    assert api_base(pasted) == "https://pretalx.com/api"


def test_api_base_keeps_a_path_and_a_port():
    assert api_base("http://example.org:8127/talks/") == "http://example.org:8127/talks/api"


@pytest.mark.parametrize(
    "wrong",
    [
        "",
        "ftp://pretalx.com",
        "file:///etc/passwd",
        "https://",
        "https://me:secret@pretalx.com",
        "https://a b",
        "http://[",
        "https://x:99999",
    ],
)
def test_api_base_refuses_what_is_no_address(wrong):
    with pytest.raises(ConfigurationError):
        api_base(wrong)


def test_origin_is_the_same_with_and_without_the_usual_port():
    assert origin("https://Pretalx.com/a") == origin("https://pretalx.com:443/b")
    assert origin("https://pretalx.com") != origin("http://pretalx.com")
    assert origin("https://pretalx.com") != origin("https://pretalx.com:8443")
