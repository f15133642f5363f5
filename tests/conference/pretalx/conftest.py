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


@pytest.fixture(autouse=True)
def portraits_only_where_asked_for(request, monkeypatch):
    """Copying portraits is most of a sync's time: only tests with the fixture `portraits` do it."""
    if "portraits" not in request.fixturenames:
        monkeypatch.setattr("conference.pretalx.sync.refresh_photos", no_portraits)


def no_portraits(_conference, _client):
    return {}
    yield


@pytest.fixture
def portraits():
    """Let the sync copy portraits as it does in earnest."""
