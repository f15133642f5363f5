"""The address of a Pretalx server: as people paste it, and as the client needs it."""

from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from conference.pretalx.errors import ConfigurationError

DEFAULT_PORTS = {"http": 80, "https": 443}


def api_base(address: str) -> str:
    """The address up to and including `/api`, without a slash at the end.

    `address` may end in `/` or `/api` and may lack `https://`. Raises ConfigurationError when it cannot be one.
    """
    address = (address or "").strip()
    if address and "://" not in address:
        address = f"https://{address}"
    try:
        parts = urlsplit(address)
        valid = parts.scheme in DEFAULT_PORTS and parts.hostname and parts.username is None and parts.port != 0
    except ValueError:
        valid = False
    if not valid or any(letter.isspace() for letter in address):
        raise ConfigurationError(
            _("“%(address)s” is not the address of a Pretalx server. It looks like https://pretalx.com.")
            % {"address": address}
        )
    path = parts.path.rstrip("/").removesuffix("/api").rstrip("/")
    return f"{parts.scheme}://{parts.netloc}{path}/api"


def origin(address: str) -> tuple[str, str, int | None]:
    """Scheme, host and port: two addresses with the same triple are the same server."""
    try:
        parts = urlsplit(address)
        return parts.scheme, (parts.hostname or "").lower(), parts.port or DEFAULT_PORTS.get(parts.scheme)
    except ValueError:
        return "", "", None
