import json

import pytest
import responses

from conference.pretalx.client import PretalxClient, clean_token
from conference.pretalx.errors import (
    AccessDeniedError,
    BrokenAnswerError,
    ConfigurationError,
    ForeignAddressError,
    LegacyTokenError,
    MissingListError,
    NotPretalxError,
    NotPublicError,
    PretalxError,
    TooLargeError,
    UnknownEventError,
    UnreachableError,
    VersionRefusedError,
    WrongTokenError,
)
from conference.pretalx.transport import Limits
from tests.conference.pretalx.servers import client_for, token_of
from tests.factories.conference import ConferenceFactory

BASE = "https://pretalx.example"
ROOMS = f"{BASE}/api/events/camp/rooms/"


def client(**options):
    return PretalxClient(
        **{"base_url": BASE, "event": "camp", "sleep": [].append, "limits": Limits(attempts=2, pages=5), **options}
    )


def page(results, *, count=None, following=None):
    return {"count": len(results) if count is None else count, "next": following, "previous": None, "results": results}


def test_verify_without_a_token_gives_the_event(serve):
    event = client_for(serve("pyconlike")).verify()
    assert (event["slug"], event["timezone"], event["locale"]) == ("pyconlike", "Europe/Berlin", "en")


def test_verify_tries_the_token_on_a_list_that_the_public_cannot_read(serve):
    server = serve("small")
    client_for(server, identity="read").verify()
    assert server.state.log[0].startswith("GET /api/events/small/tags/ ")


def test_a_wrong_token_is_told_and_never_shown(serve):
    with pytest.raises(WrongTokenError) as caught:
        client_for(serve("small"), token="not-a-good-token").verify()
    assert "API token" in str(caught.value)
    assert "not-a-good-token" not in str(caught.value)


def test_a_pasted_bearer_header_is_sent_as_a_token(serve):
    server = serve("small")
    asking = client_for(server, token=f"Bearer {token_of(server)}")
    asking.verify()
    assert len(asking.all_of("submissions", key="code")) == 24  # 19 would be the silent anonymous answer


def test_an_unknown_event_is_told(serve):
    with pytest.raises(UnknownEventError, match="nosuchevent"):
        client_for(serve("small"), event="nosuchevent").verify()


def test_an_event_name_cannot_leave_its_place_in_the_address(serve):
    server = serve("small")
    with pytest.raises(PretalxError):
        client_for(server, event="../../small/?x=").verify()
    assert "%2F" in server.state.log[-1]


def test_no_event_is_a_value_error():
    with pytest.raises(ConfigurationError, match="short name"):
        client(event="")
    assert issubclass(ConfigurationError, ValueError)


def test_a_list_that_the_token_may_not_read_is_named(serve):
    server = serve("pyconlike")
    asking = client_for(server, identity="scheduleonly")
    assert len(asking.all_of("rooms")) == 12
    with pytest.raises(AccessDeniedError, match="speakers"):
        asking.all_of("speakers", key="code")


def test_an_unreleased_event_shows_nothing_to_the_public(serve):
    asking = client_for(serve("small", unreleased=True))
    asking.verify()
    with pytest.raises(NotPublicError, match="to the public yet"):
        asking.all_of("rooms")


def test_an_unknown_version_is_a_configuration_error_with_what_pretalx_says(serve):
    with pytest.raises(VersionRefusedError, match=r"v3.*API version not supported"):
        client_for(serve("small"), identity="read", version="v3").verify()


def test_an_old_token_is_told_to_be_upgraded(serve):
    asking = client_for(serve("small"), identity="legacy")
    with pytest.raises(LegacyTokenError, match="/orga/me"):
        asking.all_of("tracks")


@pytest.mark.parametrize("size", [1, 7, 250])
def test_all_pages_are_read_whatever_their_size(serve, size):
    asking = client_for(serve("small"))
    assert len(asking.all_of("slots", params={"page_size": size})) == 24


def test_next_is_followed_word_for_word(serve):
    server = serve("pyconlike")
    client_for(server).all_of("slots")
    assert [line.split()[1] for line in server.state.log] == [
        "/api/events/pyconlike/slots/?page_size=250",
        "/api/events/pyconlike/slots/?page=2&page_size=250",
    ]


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/api/events/camp/rooms/?page=2",
        "http://pretalx.example/x",
        "https://pretalx.example:8443/x",
        "//evil.example/x",
    ],
)
@responses.activate
def test_next_on_another_origin_gets_no_token(elsewhere):
    responses.get(ROOMS, json=page([{"id": 1}], count=2, following=elsewhere))
    with pytest.raises(ForeignAddressError):
        client(token="secret").all_of("rooms")
    assert len(responses.calls) == 1


@responses.activate
def test_a_next_that_goes_in_circles_ends():
    responses.get(ROOMS, json=page([{"id": 1}], count=9, following=f"{ROOMS}?page_size=250"))
    with pytest.raises(TooLargeError):
        client().all_of("rooms")


@responses.activate
def test_endless_pages_end():
    def endless(request):
        number = int(request.params.get("page", 1))
        return (
            200,
            {"Content-Type": "application/json"},
            json.dumps(page([{"id": number}], count=10**6, following=f"{ROOMS}?page={number + 1}")),
        )

    responses.add_callback(responses.GET, ROOMS, endless, content_type="application/json")
    with pytest.raises(TooLargeError):
        client().all_of("rooms")
    assert len(responses.calls) == 5


@responses.activate
def test_an_object_that_slid_onto_the_next_page_counts_once():
    responses.get(ROOMS, json=page([{"id": 1}, {"id": 2}], count=2, following=f"{ROOMS}?page=2"))
    responses.get(ROOMS, json=page([{"id": 2}], count=2))
    assert [room["id"] for room in client().all_of("rooms")] == [1, 2]


@responses.activate
def test_a_list_that_changed_meanwhile_is_read_again():
    responses.get(ROOMS, json=page([{"id": 1}], count=2))
    responses.get(ROOMS, json=page([{"id": 1}, {"id": 2}]))
    assert len(client().all_of("rooms")) == 2


@responses.activate
def test_an_incomplete_list_is_refused():
    responses.get(ROOMS, json=page([{"id": 1}], count=2))
    with pytest.raises(BrokenAnswerError, match="announced 2 rooms but sent 1"):
        client().all_of("rooms")


@pytest.mark.parametrize("content", [[], "text", {"count": 1}, {"results": []}, page([[1]]), page([{"name": "no id"}])])
@responses.activate
def test_json_of_another_shape_is_no_pretalx(content):
    responses.get(ROOMS, json=content)
    with pytest.raises(NotPretalxError):
        client().all_of("rooms")


@responses.activate
def test_another_site_with_json_is_no_pretalx():
    responses.get(f"{BASE}/api/events/camp/", json={"hello": "world"})
    with pytest.raises(NotPretalxError):
        client().verify()


@responses.activate
def test_a_missing_list_is_told_from_a_missing_event():
    responses.get(ROOMS, json={"detail": "Not found."}, status=404)
    with pytest.raises(MissingListError, match="rooms"):
        client().all_of("rooms")


@responses.activate
def test_a_token_that_the_server_repeats_stays_hidden():
    responses.get(ROOMS, json={"detail": "Bad token secret-token."}, status=400)
    with pytest.raises(PretalxError) as caught:
        client(token="secret-token").all_of("rooms")
    assert "secret-token" not in str(caught.value)


def test_an_unreachable_server_is_named_without_the_token():
    with pytest.raises(UnreachableError, match=r"127\.0\.0\.1:9") as caught:
        client(base_url="http://127.0.0.1:9", token="secret").verify()
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("pasted", ["abc", " abc\n", "'abc'", "Token abc", "bearer abc", "Authorization: Token abc"])
def test_clean_token_finds_the_bare_token(pasted):
    assert clean_token(pasted) == "abc"


@pytest.mark.parametrize("wrong", ["a b", "a\r\nX-Evil: 1", "tökén", "a\x00b"])
def test_clean_token_refuses_what_cannot_stand_in_a_header(wrong):
    with pytest.raises(ConfigurationError):
        clean_token(wrong)


def test_no_token_is_fine():
    assert clean_token(None) == clean_token("") == ""


INSIDE = "http://127.0.0.1:9"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("production", "base_url", "operators", "is_refused"),
    [
        (True, INSIDE, "https://pretalx.com", True),
        (True, "http://169.254.169.254", "https://pretalx.com", True),
        (True, "", INSIDE, False),
        (True, f"{INSIDE}/", INSIDE, False),
        (False, INSIDE, "https://pretalx.com", False),
    ],
)
def test_a_server_inside_the_network_is_asked_only_when_the_operator_names_it(
    settings, production, base_url, operators, is_refused
):
    settings.PRODUCTION = production
    settings.DJANGO_PROGRAM = {"pretalx": {"base_url": operators}}
    conference = ConferenceFactory(pretalx_event_slug="camp", pretalx_base_url=base_url)
    asking = PretalxClient.for_conference(conference, sleep=[].append, limits=Limits(attempts=1, connect_timeout=0.5))
    with pytest.raises(ConfigurationError if is_refused else UnreachableError):
        asking.verify()


@pytest.mark.django_db
def test_a_name_that_leads_into_the_network_is_refused_too(settings, monkeypatch):
    rows = [(2, 1, 6, "", ("10.0.0.7", 443))]
    monkeypatch.setattr("conference.pretalx.download.socket.getaddrinfo", lambda *_args, **_options: rows)
    settings.PRODUCTION = True
    conference = ConferenceFactory(pretalx_event_slug="camp", pretalx_base_url="https://pretalx.example")
    with pytest.raises(ConfigurationError, match="not on the public Internet"):
        PretalxClient.for_conference(conference).verify()
