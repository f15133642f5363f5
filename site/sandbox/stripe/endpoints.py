"""Webhook endpoints: the addresses that are told of events."""

from urllib.parse import urlsplit

from sandbox.stripe.call import Call
from sandbox.stripe.errors import invalid
from sandbox.stripe.ledger import Document, merge_metadata
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
    endpoint = ledger.new(
        "webhook_endpoint",
        api_version=version,
        application=None,
        description=call.text("description"),
        enabled_events=list(call.params["enabled_events"]),
        metadata={},
        status="enabled",
        url=_checked_url(call),
    )
    merge_metadata(endpoint, call.params.get("metadata"))
    secret = "whsec_" + ledger.numbers.token(f"secret of {endpoint['id']} {ledger.account.slug}")
    ledger.know(endpoint)["secret"] = secret
    return {**endpoint, "secret": secret}


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
