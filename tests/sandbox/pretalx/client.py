"""Names that the tests of the Pretalx stand-in share."""

from pathlib import Path

import requests

RECORDINGS = Path(__file__).resolve().parents[2] / "recordings"
READ = {"Authorization": "Token made-up-test-token-read00000000000000000000000000000000000000000"}
SCHEDULE_ONLY = {"Authorization": "Token made-up-test-token-scheduleonly000000000000000000000000000000000"}


class Client:
    """Ask one server, without keeping connections."""

    def __init__(self, server):
        self.server = server
        self.base_url = server.base_url

    def get(self, path, **options):
        return requests.get(self.base_url + path, timeout=options.pop("timeout", 5), **options)

    def post(self, path):
        return requests.post(self.base_url + path, timeout=5)
