"""TOML tables whose rows know the line they stand on, so that an error can say where to look.

`tomllib` gives the values; a second, simple pass over the text finds the lines of headers and keys.
"""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from django.core.exceptions import ValidationError

HEADER = re.compile(r"^\s*\[\[?\s*([^\[\]]+?)\s*\]\]?\s*(#.*)?$")
KEY = re.compile(r"""^\s*([A-Za-z0-9_-]+|"[^"]*"|'[^']*')\s*[=.]""")
STRINGS = re.compile(r"""\"(?:[^"\\]|\\.)*\"|'[^']*'|#.*$""")
MULTILINE = ('"""', "'''")


class Row(dict):
    """One table of the file: its keys and values, the table's name, its line and the lines of its keys."""

    def __init__(self, values: dict, *, table: str, line: int, lines: dict[str, int]) -> None:
        super().__init__(values)
        self.table = table
        self.line = line
        self.lines = lines

    def error(self, message: str, key: str = "") -> ValidationError:
        """Return an error that names the line, the table and, where given, the key."""
        place = f"line {self.lines.get(key, self.line)}, table [{self.table}]"
        return ValidationError(f"{place}, {key}: {message}" if key else f"{place}: {message}")


@dataclass
class _Place:
    line: int
    keys: dict[str, int] = field(default_factory=dict)


def parse(text: str) -> Row:
    """Return the file as one row whose tables are rows and whose arrays of tables are lists of rows.

    Decimals stay exact. Raises `ValidationError` with the line when the text is no TOML.
    """
    try:
        values = tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        raise ValidationError(f"this is not TOML: {error}") from error
    return _with_lines(values, "", _places(text), {})


def _with_lines(values: dict, path: str, places: dict[str, list[_Place]], seen: dict[str, int]) -> Row:
    number = seen.get(path, 0)
    seen[path] = number + 1
    found = places.get(path, [])
    place = found[number] if number < len(found) else _Place(1)
    row = Row({}, table=path, line=place.line, lines=place.keys)
    for key, value in values.items():
        below = f"{path}.{key}" if path else key
        if isinstance(value, dict) and below in places:
            row[key] = _with_lines(value, below, places, seen)
        elif isinstance(value, list) and below in places and all(isinstance(item, dict) for item in value):
            row[key] = [_with_lines(item, below, places, seen) for item in value]
        else:
            row[key] = value
    return row


def _places(text: str) -> dict[str, list[_Place]]:
    """Return where each table stands, in order, by its dotted name; "" is the part before the first header."""
    places = {"": [_Place(1)]}
    current = places[""][0]
    for number, line in _statements(text):
        header = HEADER.match(line)
        if header:
            path = ".".join(part.strip().strip("\"'") for part in header.group(1).split("."))
            current = _Place(number)
            places.setdefault(path, []).append(current)
        elif key := KEY.match(line):
            current.keys.setdefault(key.group(1).strip("\"'"), number)
    return places


def _statements(text: str) -> Iterator[tuple[int, str]]:
    """Yield the lines on which a statement begins: not those inside a string or an array of several lines."""
    quotes, depth = "", 0
    for number, line in enumerate(text.splitlines(), start=1):
        inside = bool(quotes or depth)
        rest = line
        if quotes:
            if quotes not in rest:
                continue
            rest, quotes = rest.split(quotes, 1)[1], ""
        for mark in MULTILINE:
            if rest.count(mark) % 2:
                quotes, rest = mark, rest.split(mark, 1)[0]
        bare = STRINGS.sub("", rest)
        if not inside:
            yield number, line
        if inside or not HEADER.match(line):
            depth = max(0, depth + bare.count("[") + bare.count("{") - bare.count("]") - bare.count("}"))
