"""Exports that a spreadsheet may open without harm, with times in the event's zone."""

import datetime as dt
import re

from django.utils import timezone

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
# what XML knows no way to write: one such sign in one name would cost the whole XLSX file
UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def neutral(value: object) -> object:
    """Return a text that no spreadsheet program runs as a formula; other values as they are."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA_STARTS) else value


class SafeSpreadsheet:
    """For exporting views with a `conference`: times are written as local times of its zone, formulas as plain text,
    and signs that no file can hold not at all.
    """

    def preprocess_field_value(self, field: str, value: object, export_format: str) -> object:
        """Return what stands in the cell."""
        if isinstance(value, dt.datetime) and timezone.is_aware(value):
            value = timezone.make_naive(value, self.conference.tz)
            return value.strftime("%Y-%m-%d %H:%M") if export_format == "csv" else value
        cell = super().preprocess_field_value(field, value, export_format)
        if isinstance(cell, str):
            cell = UNWRITABLE.sub("", cell)
        return neutral(cell) if export_format == "csv" else cell  # Wagtail's XLSX writes text as text
