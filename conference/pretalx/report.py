"""A plan as plain data: stored with the run, shown by the preview and the history.

Values are written out as staff read them (times in the conference's zone, names instead of keys); names of fields stay
field names and are translated when they are shown.
"""

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import models
from django.utils import formats
from django.utils.translation import gettext as _

from conference.models import ScheduleSlot
from conference.pretalx.diff import Change, KindPlan
from conference.pretalx.plan import Plan

MOST_ROWS = 200
LONGEST_VALUE = 300


def counts_of(plan: Plan) -> dict[str, dict[str, int]]:
    """{kind: {added, changed, removed, unchanged}}."""
    return {part.kind: part.counts() for part in plan.kinds}


def details_of(plan: Plan, zone: ZoneInfo) -> dict[str, dict[str, list]]:
    """{kind: {added, changed, removed}} with at most 200 rows in each list; the counts say how many there are."""
    return {part.kind: _details(part, zone) for part in plan.kinds if part.added or part.written or part.changed}


def _details(part: KindPlan, zone: ZoneInfo) -> dict[str, list]:
    return {
        "added": _rows([*part.added, *part.returned], zone),
        "changed": [_change(change, zone) for change in part.changed[:MOST_ROWS]],
        "removed": _rows(part.removed, zone),
    }


def _rows(rows: Iterable[models.Model], zone: ZoneInfo) -> list[dict]:
    return [_row(row, zone) for row in list(rows)[:MOST_ROWS]]


def _row(row: models.Model, zone: ZoneInfo, was: dict | None = None) -> dict:
    """How a row is called; `was` has values from before, because a person looks for what they know."""
    was = was or {}
    if isinstance(row, ScheduleSlot):
        start, room = was.get("start", row.start), was.get("room", row.room)
        place = f"{written(start, zone)}, {room.name}" if room else written(start, zone)
        title = row.talk.title if row.talk else was.get("title", row.title)
        return {"key": row.talk.code if row.talk else "", "name": _shortened(title), "note": place}
    name = was.get("name", row.name) if hasattr(row, "name") else was.get("title", row.title)
    return {"key": getattr(row, "pretalx_code", "") or str(getattr(row, "pretalx_id", "")), "name": _shortened(name)}


def _change(change: Change, zone: ZoneInfo) -> dict:
    was = {field.field: field.old for field in change.fields}
    fields = []
    for field in change.fields:
        old, new = written(field.old, zone), written(field.new, zone)
        fields.append({"field": field.field, "old": _around(old, new), "new": _around(new, old)})
    return {**_row(change.row, zone, was), "fields": fields}


def written(value: object, zone: ZoneInfo) -> str:
    """A value as staff read it."""
    if value in (None, "", []):
        return "–"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return formats.date_format(value.astimezone(zone), "D j M Y, H:i")
    if isinstance(value, list):
        return ", ".join(written(item, zone) for item in value)
    if isinstance(value, dict):
        return value.get("title") or value.get("url") or "–"
    if isinstance(value, models.Model):
        return value.title if hasattr(value, "title") else str(getattr(value, "name", value))
    return str(value)


def _shortened(text: str) -> str:
    return text if len(text) <= LONGEST_VALUE else text[: LONGEST_VALUE - 1] + "…"


def _around(text: str, other: str) -> str:
    """A long text from a little before the place where it differs from the other one."""
    if len(text) <= LONGEST_VALUE:
        return text
    same = next((at for at, (one, two) in enumerate(zip(text, other, strict=False)) if one != two), 0)
    start = max(0, same - 60)
    return ("…" if start else "") + _shortened(text[start:])
