"""Webhook endpoints: the addresses that are told of events."""

from collections.abc import Iterable
from urllib.parse import urlsplit

from sandbox.stripe.call import Call
from sandbox.stripe.errors import invalid
from sandbox.stripe.ledger import Document, Ledger, merge_metadata
from sandbox.stripe.spec import is_possible_version

MOST = 16


def create(call: Call) -> Document:
    """Make an endpoint. Only this answer carries the secret that its events are signed with."""
    call.only("url", "enabled_events", "api_version", "description", "metadata")
    ledger = call.ledger
    if len(ledger.all("webhook_endpoint")) >= MOST:
        raise invalid(f"You have reached the maximum of {MOST} webhook endpoints.")
    version = call.text("api_version")
    if version and not is_possible_version(version):
        raise invalid(f"Invalid API version: {version}", param="api_version")
    url = _checked_url(call)
    for ready in _ready_made(ledger):
        if ready["url"] == url:  # the shop has its own now
            del ledger.objects["webhook_endpoint"][ready["id"]]
    endpoint = _make(ledger, url, call.params["enabled_events"], version, call.text("description"))
    merge_metadata(endpoint, call.params.get("metadata"))
    secret = "whsec_" + ledger.numbers.token(f"secret of {endpoint['id']} {ledger.account.slug}")
    ledger.know(endpoint)["secret"] = secret
    return {**endpoint, "secret": secret}


def make_ready(ledger: Ledger, url: str) -> None:
    """Let a shop that was set up with the account's fixed secret hear everything at `url`, unless it has its own there."""
    for ready in _ready_made(ledger):
        del ledger.objects["webhook_endpoint"][ready["id"]]
    if not ledger.where("webhook_endpoint", url=url):
        endpoint = _make(ledger, url, ["*"], None, "Ready-made")
        ledger.know(endpoint).update(secret=ledger.account.webhook_secret, is_ready_made=True)


def update(call: Call) -> Document:
    """Change an endpoint, or switch it off and on."""
    call.only("url", "enabled_events", "description", "metadata", "disabled")
    endpoint = retrieve(call)
    if "url" in call.params:
        endpoint["url"] = _checked_url(call)
    if "enabled_events" in call.params:
        endpoint["enabled_events"] = list(call.params["enabled_events"])
    if "description" in call.params:
        endpoint["description"] = call.text("description")
    if "disabled" in call.params:
        endpoint["status"] = "disabled" if call.flag("disabled") else "enabled"
    if "metadata" in call.params:
        merge_metadata(endpoint, call.params["metadata"])
    return endpoint


def retrieve(call: Call) -> Document:
    """Return an endpoint, without its secret."""
    return call.ledger.get("webhook_endpoint", call.ids["webhook_endpoint"], "webhook_endpoint")


def delete(call: Call) -> Document:
    """Delete an endpoint."""
    endpoint = retrieve(call)
    del call.ledger.objects["webhook_endpoint"][endpoint["id"]]
    return {"id": endpoint["id"], "object": "webhook_endpoint", "deleted": True}


def _ready_made(ledger: Ledger) -> list[Document]:
    return [each for each in ledger.all("webhook_endpoint") if ledger.know(each).get("is_ready_made")]


def _make(ledger: Ledger, url: str, kinds: Iterable[str], version: str | None, description: str | None) -> Document:
    return ledger.new(
        "webhook_endpoint",
        api_version=version,
        application=None,
        description=description,
        enabled_events=list(kinds),
        metadata={},
        status="enabled",
        url=url,
    )


def _checked_url(call: Call) -> str:
    url = call.params["url"]
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise invalid(
            "Invalid URL: An explicit scheme (such as https) must be provided.", code="url_invalid", param="url"
        )
    if call.key.livemode and parts.scheme != "https":
        raise invalid("Invalid URL: URL must be HTTPS in live mode.", code="url_invalid", param="url")
    return url
