"""List answers: filters, pages, and ids replaced by the objects they name."""

from collections.abc import Callable, Mapping
from typing import Any

from sandbox.stripe.errors import invalid
from sandbox.stripe.ledger import Document, Ledger

CREATED = {
    "gt": lambda at, limit: at > limit,
    "gte": lambda at, limit: at >= limit,
    "lt": lambda at, limit: at < limit,
    "lte": lambda at, limit: at <= limit,
}
PAGING = ("limit", "starting_after", "ending_before", "expand", "created")
# Field -> the kind of object whose id it holds.
EXPANDABLE = {
    "balance_transaction": "balance_transaction",
    "charge": "charge",
    "customer": "customer",
    "failure_balance_transaction": "balance_transaction",
    "latest_charge": "charge",
    "payment_intent": "payment_intent",
    "payment_method": "payment_method",
}
# Where a field of that name holds a plain id, whatever else it is called.
PLAIN = {("charge", "payment_method")}


def page(ledger: Ledger, kind: str, url: str, params: Mapping[str, Any]) -> Document:
    """Return one page of the objects of a kind that the parameters ask for, the newest first."""
    found = [each for each in ledger.all(kind) if not each.get("deleted") and _matches(each, params)]
    limit = int(params.get("limit", 10))
    if not 1 <= limit <= 100:
        raise invalid("Invalid limit: must be between 1 and 100.", code="parameter_invalid_integer", param="limit")
    if after := params.get("starting_after"):
        chosen = found[_position(ledger, kind, found, after, "starting_after") + 1 :]
        return _list(chosen[:limit], url, has_more=len(chosen) > limit)
    if before := params.get("ending_before"):
        chosen = found[: _position(ledger, kind, found, before, "ending_before")]
        return _list(chosen[-limit:], url, has_more=len(chosen) > limit)
    return _list(found[:limit], url, has_more=len(found) > limit)


def refunds_of(ledger: Ledger, charge: Document) -> Document:
    """Return a charge's refunds as its field ``refunds`` shows them."""
    found = ledger.where("refund", charge=charge["id"])
    return _list(found[:10], f"/v1/charges/{charge['id']}/refunds", has_more=len(found) > 10)


def expand(ledger: Ledger, document: Document, paths: Any) -> Document:
    """Return a copy of an answer in which the named ids are replaced by their objects, at most four deep."""
    for path in paths or ():
        steps = path.split(".")
        if len(steps) > 4:
            raise invalid(f"You cannot expand more than 4 levels of a property. Property: {path}", param="expand")
        document = _expand_one(ledger, document, steps, path)
    return document


def _expand_one(ledger: Ledger, document: Document, steps: list[str], path: str) -> Document:
    [name, *rest] = steps
    copied = dict(document)
    if name == "data" and isinstance(document.get("data"), list):
        copied["data"] = [_expand_one(ledger, each, rest, path) if rest else each for each in document["data"]]
        return copied
    value = document.get(name)
    if document.get("object") == "charge" and name == "refunds":
        value = value or refunds_of(ledger, document)
    elif name not in EXPANDABLE or (document.get("object"), name) in PLAIN or name not in document:
        raise invalid(f"This property cannot be expanded ({path}).", param="expand")
    elif isinstance(value, str):
        value = ledger.get(EXPANDABLE[name], value)
    if rest and isinstance(value, dict):
        value = _expand_one(ledger, value, rest, path)
    copied[name] = value
    return copied


def _matches(document: Document, params: Mapping[str, Any]) -> bool:
    created = params.get("created")
    if isinstance(created, dict):
        if not all(CREATED[name](document["created"], int(limit)) for name, limit in created.items()):
            return False
    elif created and document["created"] != int(created):
        return False
    return all(_has(document, name, wanted) for name, wanted in params.items() if name not in PAGING)


def _has(document: Document, name: str, wanted: Any) -> bool:
    if special := SPECIAL.get(name):
        return special(document, wanted)
    return document.get(name) == wanted


def _of_types(event: Document, wanted: list[str]) -> bool:
    return any(_is_of_type(event, kind) for kind in wanted)


def _is_of_type(document: Document, wanted: str) -> bool:
    """Events may be asked for by group, such as ``charge.*``."""
    if wanted.endswith("*"):
        return document["type"].startswith(wanted[:-1])
    return document["type"] == wanted


def _is_delivered(event: Document, wanted: str) -> bool:
    return (event["pending_webhooks"] == 0) == (wanted == "true")


SPECIAL: dict[str, Callable[[Document, Any], bool]] = {
    "delivery_success": _is_delivered,
    "type": _is_of_type,
    "types": _of_types,
}


def _position(ledger: Ledger, kind: str, found: list[Document], identifier: str, param: str) -> int:
    anchor = ledger.get(kind, identifier, param)
    if anchor not in found:
        raise invalid(f"The object {identifier} is not part of this list.", param=param)
    return found.index(anchor)


def _list(documents: list[Document], url: str, *, has_more: bool) -> Document:
    return {"object": "list", "data": documents, "has_more": has_more, "url": url}
