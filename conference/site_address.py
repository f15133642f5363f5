"""The address of a conference's site: a host of its own, or a path below a host that keeps several years."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import validate_ipv46_address, validate_slug
from django.utils.translation import gettext as _

PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True)
class SiteAddress:
    """Scheme, host name, port and the one path segment ("" for a host of its own)."""

    scheme: str
    hostname: str
    port: int
    segment: str

    @property
    def host_url(self) -> str:
        """The host's address without a path, as `https://example.org`."""
        port = "" if self.port == PORTS[self.scheme] else f":{self.port}"
        return f"{self.scheme}://{self.hostname}{port}"

    def __str__(self) -> str:
        return f"{self.host_url}/{self.segment}/" if self.segment else f"{self.host_url}/"


def parse(text: str) -> SiteAddress:
    """Read an address such as `https://2027.example.org` or `https://example.org/2027/`; `ValidationError` if it is none."""
    wrong = ValidationError(
        _("“%(text)s” is no address for a site. Write it as https://2027.example.org or https://example.org/2027/.")
        % {"text": text}
    )
    try:
        parts = urlsplit(text.strip())
        port = parts.port
    except ValueError as error:
        raise wrong from error
    segment = parts.path.strip("/")
    if parts.scheme not in PORTS or not _is_host(parts.hostname or "") or parts.query or parts.fragment:
        raise wrong
    if parts.username or "/" in segment:
        raise wrong
    if segment:
        try:
            validate_slug(segment)
        except ValidationError as error:
            raise wrong from error
    return SiteAddress(parts.scheme, parts.hostname, port or PORTS[parts.scheme], segment)


def _is_host(name: str) -> bool:
    try:
        validate_ipv46_address(name)
    except ValidationError:
        labels = name.split(".")
        return len(name) <= 253 and all(
            0 < len(label) <= 63 and label.replace("-", "").isalnum() and label[0] != "-" != label[-1]
            for label in labels
        )
    return True
