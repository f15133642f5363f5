import threading

import pytest

from sandbox.pretalx.server import make_server
from tests.sandbox.pretalx.client import RECORDINGS, Client


@pytest.fixture
def serve():
    """Start servers; each is stopped at the end of the test."""
    servers = []

    def start(*names, **options):
        recordings = [RECORDINGS / name if isinstance(name, str) else name for name in names or ("small",)]
        server = make_server(recordings, quiet=True, **options)
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        servers.append(server)
        return Client(server)

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()
