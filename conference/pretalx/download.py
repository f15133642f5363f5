"""Fetches a picture from an address that a stranger wrote: never from inside our own network, never elsewhere by redirect.

Pretalx's own server was checked when its client was made. Every other host is looked up here, must be public on the
Internet, and is then asked at exactly the address that was checked, so that a second look-up cannot lead astray.
"""

import ipaddress
import socket
import time
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import certifi
import requests
import urllib3

from conference.pretalx.address import origin

if TYPE_CHECKING:
    from conference.pretalx.client import PretalxClient

LARGEST = 8_000_000
CONNECT_TIMEOUT = 5
READ_TIMEOUT = 15
DEADLINE = 30


class DownloadError(Exception):
    """The file cannot be had; the text says why, for the log."""


class Downloader:
    """Fetches files that an event's data points to; safe to use from several threads."""

    def __init__(self, client: "PretalxClient"):
        self.own_origin = client.origin

    def fetch(self, address: str) -> bytes:
        """The file's content, at most 8 MB. Sends no token: what we copy is public. Raises DownloadError."""
        try:
            if origin(address) == self.own_origin:
                return self._from_pretalx(address)
            return self._from_elsewhere(address)
        except (requests.RequestException, urllib3.exceptions.HTTPError, OSError, ValueError) as error:
            raise DownloadError(f"{type(error).__name__} at {address[:100]}") from error

    def _from_pretalx(self, address: str) -> bytes:
        with requests.get(
            address,
            timeout=(CONNECT_TIMEOUT, READ_TIMEOUT),
            allow_redirects=False,
            stream=True,
            auth=_no_credentials,
        ) as response:
            return _body(response.status_code, response.iter_content(65536))

    def _from_elsewhere(self, address: str) -> bytes:
        parts = urlsplit(address)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.username is not None:
            raise DownloadError("not a web address")
        port = parts.port or (443 if parts.scheme == "https" else 80)
        number = public_address(parts.hostname, port)
        options = {"timeout": urllib3.Timeout(connect=CONNECT_TIMEOUT, read=READ_TIMEOUT), "retries": False}
        if parts.scheme == "https":
            pool = urllib3.HTTPSConnectionPool(
                number,
                port,
                server_hostname=parts.hostname,
                assert_hostname=parts.hostname,
                cert_reqs="CERT_REQUIRED",
                ca_certs=certifi.where(),
                **options,
            )
        else:
            pool = urllib3.HTTPConnectionPool(number, port, **options)
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        with pool:
            response = pool.urlopen(
                "GET", target, headers={"Host": parts.netloc}, redirect=False, preload_content=False
            )
            try:
                return _body(response.status, response.stream(65536))
            finally:
                response.close()


def public_address(host: str, port: int) -> str:
    """The first of the host's numeric addresses; DownloadError unless all of them are public on the Internet."""
    found = {item[4][0] for item in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)}
    if not found or not all(_is_public(number) for number in found):
        raise DownloadError(f"{host} is not on the public Internet")
    return sorted(found, key=lambda number: (":" in number, number))[0]  # IPv4 first: it works from everywhere


def _is_public(number: str) -> bool:
    address = ipaddress.ip_address(number.split("%", maxsplit=1)[0])
    inner = getattr(address, "ipv4_mapped", None) or getattr(address, "sixtofour", None) or address
    return inner.is_global and not inner.is_multicast


def _body(status: int, parts) -> bytes:
    if status != 200:
        raise DownloadError(f"answered {status}")
    started, content = time.monotonic(), bytearray()
    for part in parts:
        content += part
        if len(content) > LARGEST:
            raise DownloadError("too large")
        if time.monotonic() - started > DEADLINE:
            raise DownloadError("too slow")
    return bytes(content)


def _no_credentials(request):
    """Keeps requests from sending what ~/.netrc has for this host."""
    return request
