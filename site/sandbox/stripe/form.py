"""Stripe's form encoding: `a[b][0]=c` to nested objects and lists."""

import re
from typing import Any
from urllib.parse import parse_qsl

NAME = re.compile(r"^([^\[\]]+)((?:\[[^\[\]]*\])*)$")


class FormError(ValueError):
    """A name that cannot be understood; the message is the name."""


def decode(body: str) -> dict[str, Any]:
    """Return what a form body or a query means. All values are strings, as they came.

    Brackets nest, names of digits only make a list in their order, `[]` appends. An empty string stays one: Stripe
    unsets a field by it. Raises `FormError` for names such as `a[b` and for a value that is also an object.
    """
    tree: dict[str, Any] = {}
    for name, value in parse_qsl(body, keep_blank_values=True):
        match = NAME.match(name)
        if not match:
            raise FormError(name)
        _put(tree, [match[1], *re.findall(r"\[([^\[\]]*)\]", match[2])], value, name)
    return _with_lists(tree)


def _put(tree: dict[str, Any], path: list[str], value: str, name: str) -> None:
    node = tree
    for key in path[:-1]:
        node = node.setdefault(key or str(len(node)), {})
        if not isinstance(node, dict):
            raise FormError(name)
    last = path[-1] or str(len(node))
    if isinstance(node.get(last), dict):
        raise FormError(name)
    node[last] = value


def _with_lists(node: Any) -> Any:
    if not isinstance(node, dict):
        return node
    if node and all(key.isdigit() for key in node):
        return [_with_lists(node[key]) for key in sorted(node, key=int)]
    return {key: _with_lists(value) for key, value in node.items()}
