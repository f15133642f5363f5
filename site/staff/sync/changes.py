"""The stored result of a sync, made ready for a template: names of kinds and fields in words, long lists counted."""

from dataclasses import dataclass

from django.core.exceptions import FieldDoesNotExist
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from conference.models import PretalxSyncRun, Room, ScheduleSlot, Speaker, Talk
from conference.pretalx.guard import KIND_LABELS

MODELS = {"rooms": Room, "speakers": Speaker, "talks": Talk, "slots": ScheduleSlot}
FIELD_LABELS = {
    "avatar_url": _("picture"),
    "image_url": _("image"),
    "resources": _("material"),
    "state": _("state"),
    "track_colour": _("colour of the track"),
}
LIST_LABELS = {"added": _("Added"), "changed": _("Changed"), "removed": _("Removed")}


@dataclass(frozen=True)
class ChangeList:
    """Rows that were added, changed or removed; `more` says how many are not listed."""

    name: str
    label: str
    count: int
    rows: list[dict]

    @property
    def more(self) -> int:
        """How many rows there are beyond the listed ones."""
        return self.count - len(self.rows)


@dataclass(frozen=True)
class KindOfChange:
    """What happens to the rooms, speakers, talks or slots: the counts, and the lists that are not empty."""

    kind: str
    label: str
    counts: dict[str, int]
    lists: list[ChangeList]


def kinds_of(run: PretalxSyncRun) -> list[KindOfChange]:
    """The result of a finished run; empty for one without."""
    details = run.result.get("details", {})
    return [
        KindOfChange(kind, capfirst(KIND_LABELS[kind]), counts, _lists(kind, counts, details.get(kind, {})))
        for kind, counts in run.result.get("counts", {}).items()
        if kind in MODELS
    ]


def refused_of(run: PretalxSyncRun) -> list[dict]:
    """The kinds that the delete guard stopped, or would stop: label, how many would go, of how many."""
    return [{**refusal, "label": KIND_LABELS[refusal["kind"]]} for refusal in run.result.get("refused", [])]


def _lists(kind: str, counts: dict[str, int], details: dict[str, list]) -> list[ChangeList]:
    return [
        ChangeList(name, label, counts.get(name, 0), [_row(kind, row) for row in details.get(name, [])])
        for name, label in LIST_LABELS.items()
        if counts.get(name)
    ]


def _row(kind: str, row: dict) -> dict:
    fields = [{**field, "label": field_label(kind, field["field"])} for field in row.get("fields", [])]
    return {**row, "fields": fields}


def field_label(kind: str, name: str) -> str:
    """What staff call a field."""
    if name in FIELD_LABELS:
        return capfirst(FIELD_LABELS[name])
    try:
        return capfirst(MODELS[kind]._meta.get_field(name).verbose_name)
    except FieldDoesNotExist:
        return name
