"""Stripe's OpenAPI document: which operation a request is, and whether it and its answer are as Stripe wrote down."""

import gzip
import json
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from sandbox.stripe.schema import Checker, Problem

COPY = Path(__file__).with_name("openapi.json.gz")
FORM = "application/x-www-form-urlencoded"
VARIABLE = re.compile(r"\{(\w+)\}")
# From this release on a version carries the name of its train.
NAMED_SINCE = "2024-09-30"
VERSION = re.compile(r"^(20\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01]))(\.[a-z]+)?$")


class Operation(NamedTuple):
    """One method of one address; ``variables`` are the ids in the path."""

    method: str
    template: str
    variables: Mapping[str, str]
    node: Mapping[str, Any]

    @property
    def name(self) -> str:
        """Such as ``POST /v1/refunds/{refund}/cancel``."""
        return f"{self.method} {self.template}"


class Spec:
    """The copy of the document; made once, by ``spec()``."""

    def __init__(self, document: Mapping[str, Any]):
        self.version: str = document["version"]
        self.schemas: Mapping[str, Any] = document["schemas"]
        self._requests = Checker(self.schemas, from_form=True)
        self._answers = Checker(self.schemas)
        self._operations = [
            (re.compile("^" + VARIABLE.sub(r"(?P<\1>[^/]+)", template) + "$"), template, node)
            for template, node in sorted(document["paths"].items(), key=lambda item: (item[0].count("{"), item[0]))
        ]

    def find(self, method: str, path: str) -> Operation | None:
        """Return the operation that a request means, if there is one."""
        for pattern, template, node in self._operations:
            match = pattern.match(path)
            if match and method.lower() in node:
                return Operation(method, template, match.groupdict(), node[method.lower()])
        return None

    def request_problems(self, operation: Operation, params: Mapping[str, Any]) -> list[Problem]:
        """Return what is wrong with a request's parameters, as they came from the form or the query."""
        if operation.method == "GET":
            queries = [each for each in operation.node["parameters"] if each["in"] == "query"]
            schema = {
                "type": "object",
                "properties": {each["name"]: each["schema"] for each in queries},
                "required": [each["name"] for each in queries if each.get("required")],
                "additionalProperties": False,
            }
        else:
            schema = operation.node["requestBody"]["content"][FORM]["schema"]
        return self._requests.problems(params, schema)

    def answer_problems(self, operation: Operation, status: int, document: Any) -> list[Problem]:
        """Return what is wrong with an answer."""
        responses = operation.node["responses"]
        node = responses.get(str(status), responses["default"])
        return self._answers.problems(document, node["content"]["application/json"]["schema"])

    def object_problems(self, document: Mapping[str, Any]) -> list[Problem]:
        """Return what is wrong with an object that says what it is, such as an event."""
        found = self._answers.problems(document, {"$ref": document["object"]})
        if document["object"] == "event":
            found += self.object_problems(document["data"]["object"])
        return found


def is_possible_version(version: str) -> bool:
    """Say whether there can be such a version of the API: a date, since autumn 2024 with a train's name."""
    match = VERSION.match(version)
    return bool(match) and bool(match[2]) == (match[1] >= NAMED_SINCE)


@cache
def spec() -> Spec:
    """Return the document, read once."""
    return Spec(json.loads(gzip.decompress(COPY.read_bytes())))
