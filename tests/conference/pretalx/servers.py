"""A Pretalx made of recordings, and clients that do not wait."""

import threading
from pathlib import Path

import requests

from conference.models import Room, ScheduleSlot, Speaker, Talk
from conference.pretalx.client import PretalxClient
from conference.pretalx.sync import PretalxSyncService
from conference.pretalx.transport import Limits
from sandbox.pretalx.server import PretalxServer, make_server
from tests.factories.conference import ConferenceFactory

RECORDINGS = Path(__file__).resolve().parents[2] / "recordings"
ALL = ("small", "pyconlike_before", "pyconlike", "small_2025.2_v1")
QUICK = Limits(connect_timeout=2, read_timeout=2, answer_deadline=4)


def start(*names: str, **options) -> PretalxServer:
    """A running stand-in of the given recordings; stop it with `stop`."""
    server = make_server([RECORDINGS / name for name in names], quiet=True, **options)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    return server


def stop(server: PretalxServer) -> None:
    server.shutdown()
    server.server_close()


def event_of(server: PretalxServer) -> str:
    return next(iter(server.state.active))


def token_of(server: PretalxServer, identity: str = "read") -> str:
    return server.state.active[event_of(server)].tokens[identity]


def client_for(server: PretalxServer, *, identity: str = "", pauses: list | None = None, **options) -> PretalxClient:
    """A client of the stand-in that notes its pauses in `pauses` instead of making them."""
    options = {"event": event_of(server), "token": token_of(server, identity) if identity else "", **options}
    noted = [] if pauses is None else pauses
    return PretalxClient(base_url=server.base_url, limits=QUICK, sleep=noted.append, **options)


def conference_for(server: PretalxServer, *, identity: str = "", **values):
    """A conference that reads its programme from the stand-in."""
    token = token_of(server, identity) if identity else ""
    values = {"pretalx_event_slug": event_of(server), **values}
    return ConferenceFactory(pretalx_base_url=server.base_url, pretalx_token=token, **values)


def service_for(conference, **options) -> PretalxSyncService:
    """The sync of a conference, without pauses between attempts."""
    client = PretalxClient.for_conference(conference, limits=QUICK, sleep=[].append)
    return PretalxSyncService(conference, client=client, **options)


def use(base_url: str, name: str) -> None:
    """Let the stand-in at that address answer from another of its recordings."""
    requests.post(f"{base_url}/__replay__/use?folder={name}", timeout=5).raise_for_status()


def public(rows):
    return rows.filter(is_public=True)


def everything(conference) -> dict:
    """Every column of every row of the programme: to see that nothing changed."""
    models = {"rooms": Room, "speakers": Speaker, "talks": Talk, "schedule_slots": ScheduleSlot}
    rows = {
        name: list(model.objects.filter(conference=conference).order_by("pk").values())
        for name, model in models.items()
    }
    links = Talk.speakers.through.objects.filter(talk__conference=conference).order_by("pk")
    return {**rows, "links": list(links.values())}
