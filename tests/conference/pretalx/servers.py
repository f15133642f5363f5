"""A Pretalx made of recordings, and clients that do not wait."""

import threading
from pathlib import Path

from conference.pretalx.client import PretalxClient
from conference.pretalx.transport import Limits
from sandbox.pretalx.server import PretalxServer, make_server

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
