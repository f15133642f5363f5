"""Hold a value against a schema of Stripe's OpenAPI document."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

INTEGER_DIGITS = frozenset("0123456789")


class Problem(NamedTuple):
    """One thing that is wrong; ``where`` is the name as Stripe writes it, such as ``card[number]``."""

    kind: str  # unknown, missing, type, enum, length
    where: str
    value: Any = ""
    wanted: str = ""

    def __str__(self) -> str:
        return f"{self.where or 'the whole'}: {self.kind} {self.wanted} {str(self.value)[:80]!r}".replace("  ", " ")


@dataclass(frozen=True)
class Checker:
    """Checks values; ``from_form`` says that all scalars come as text and that an empty text unsets a field."""

    schemas: Mapping[str, Any]
    from_form: bool = False

    def problems(self, value: Any, schema: Mapping[str, Any], where: str = "") -> list[Problem]:
        """Return what is wrong with a value, with the first problem that Stripe would name in front."""
        if "$ref" in schema:
            return self.problems(value, self.schemas[schema["$ref"].rpartition("/")[2]], where)
        if value is None:
            return [] if schema.get("nullable") else [Problem("type", where, value, "a value")]
        if "anyOf" in schema:
            tried = [self.problems(value, choice, where) for choice in self._candidates(value, schema["anyOf"])]
            return min(tried, key=lambda found: (len(found), found[0].kind == "type" if found else 0), default=[])
        kind = schema.get("type", "any")
        return list(getattr(self, f"_{kind}")(value, schema, where))

    def _candidates(self, value: Any, choices: list[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
        """Of objects that say what they are, only the schemas of their kind: their problems are the ones to tell."""
        kind = value.get("object") if isinstance(value, dict) and not self.from_form else None
        named = [choice for choice in choices if self._object_name(choice) == kind] if kind else []
        return named or choices

    def _object_name(self, schema: Mapping[str, Any]) -> str | None:
        target = self.schemas[schema["$ref"].rpartition("/")[2]] if "$ref" in schema else schema
        names = target.get("properties", {}).get("object", {}).get("enum", [None])
        return names[0]

    def _object(self, value: Any, schema: Mapping[str, Any], where: str) -> Iterator[Problem]:
        if self.from_form and value == "":
            return  # unsets the whole of it
        if not isinstance(value, dict):
            yield Problem("type", where, value, "object")
            return
        properties, others = schema.get("properties", {}), schema.get("additionalProperties")
        open_ended = not properties and others is None and not self.from_form
        for name, item in value.items():
            inner = f"{where}[{name}]" if where else name
            if name in properties:
                yield from self.problems(item, properties[name], inner)
            elif isinstance(others, dict):
                yield from self.problems(item, others, inner)
            elif not open_ended:
                yield Problem("unknown", inner, item)
        for name in schema.get("required", ()):
            if name not in value:
                yield Problem("missing", f"{where}[{name}]" if where else name)

    def _array(self, value: Any, schema: Mapping[str, Any], where: str) -> Iterator[Problem]:
        if self.from_form and value == "":
            return
        if not isinstance(value, list):
            yield Problem("type", where, value, "array")
            return
        for number, item in enumerate(value):
            yield from self.problems(item, schema["items"], f"{where}[{number}]")

    def _string(self, value: Any, schema: Mapping[str, Any], where: str) -> Iterator[Problem]:
        if not isinstance(value, str):
            yield Problem("type", where, value, "string")
        elif "enum" in schema and value not in schema["enum"] and not (self.from_form and value == ""):
            yield Problem("enum", where, value, ", ".join(schema["enum"][:20]))
        elif len(value) > schema.get("maxLength", len(value)):
            yield Problem("length", where, value, str(schema["maxLength"]))

    def _integer(self, value: Any, _schema: Mapping[str, Any], where: str) -> Iterator[Problem]:
        if self.from_form:
            is_good = (
                isinstance(value, str) and set(value.removeprefix("-")) <= INTEGER_DIGITS and value not in ("-", "")
            )
        else:
            is_good = isinstance(value, int) and not isinstance(value, bool)
        if not is_good:
            yield Problem("type", where, value, "integer")

    def _number(self, value: Any, _schema: Mapping[str, Any], where: str) -> Iterator[Problem]:
        try:
            float(value)
        except (TypeError, ValueError):
            yield Problem("type", where, value, "number")

    def _boolean(self, value: Any, schema: Mapping[str, Any], where: str) -> Iterator[Problem]:
        if value not in (("true", "false") if self.from_form else (True, False)):
            yield Problem("type", where, value, "boolean")
        elif not self.from_form and "enum" in schema and value not in schema["enum"]:
            yield Problem("enum", where, value, str(schema["enum"]))

    def _any(self, _value: Any, _schema: Mapping[str, Any], _where: str) -> Iterator[Problem]:
        yield from ()
