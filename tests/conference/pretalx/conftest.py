import pytest

from tests.conference.pretalx import servers


@pytest.fixture
def serve():
    """Start stand-ins; each is stopped at the end of the test."""
    running = []

    def start(*names, **options):
        running.append(servers.start(*names or ("small",), **options))
        return running[-1]

    yield start
    for server in running:
        servers.stop(server)
