"""From a row of a bootstrap file to a row of the database: what every table's loader does the same way."""

from collections.abc import Mapping
from enum import StrEnum

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models

from conference.toml_rows import Row


class Outcome(StrEnum):
    """What became of a row."""

    MADE = "made"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


def check_keys(row: Row, required: Mapping[str, str], optional: Mapping[str, str]) -> None:
    """Raise `ValidationError` for the first unknown or missing key."""
    for key in row:
        if key not in required and key not in optional:
            raise row.error(f"unknown key (known: {', '.join([*required, *optional])})", key)
    for key in required:
        if row.get(key) in (None, ""):
            raise row.error(f"the key “{key}” is missing")


def write(instance: models.Model, row: Row, fields: Mapping[str, str]) -> Outcome:
    """Set the fields that the row names (`{key: field}`), check the whole object and save it when anything changed."""
    is_new = instance.pk is None
    changed = []
    for key, name in fields.items():
        if key in row:
            value = _value(instance._meta.get_field(name), row, key)
            if is_new or getattr(instance, name) != value:
                setattr(instance, name, value)
                changed.append(name)
    if not is_new and not changed:
        return Outcome.UNCHANGED
    try:
        instance.full_clean()
    except ValidationError as error:
        raise _first_error(error, row, fields) from error
    instance.save()
    return Outcome.MADE if is_new else Outcome.CHANGED


def _value(field: models.Field, row: Row, key: str) -> object:
    value = row[key]
    if isinstance(value, dict | list) or (isinstance(value, bool) and not isinstance(field, models.BooleanField)):
        raise row.error("this is no plain value", key)
    try:
        return field.to_python(value)
    except ValidationError as error:
        raise row.error(" ".join(error.messages), key) from error


def _first_error(error: ValidationError, row: Row, fields: Mapping[str, str]) -> ValidationError:
    name, messages = next(iter(error.message_dict.items()))
    keys = {name: key for key, name in fields.items()}
    key = "" if name == NON_FIELD_ERRORS else keys.get(name, name)
    return row.error(messages[0], key)
