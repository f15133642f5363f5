"""What a sync would change: found by comparing rows in memory, shown by the preview and written by the sync."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field

from django.db import models


@dataclass
class FieldChange:
    """One value that differs. Both values are as the model holds them."""

    field: str
    old: object
    new: object


@dataclass
class Change:
    """A row that stays and differs."""

    row: models.Model
    fields: list[FieldChange]


@dataclass
class KindPlan:
    """The plan for rooms, speakers, talks or slots.

    Rows in it already carry their new values. `returned` rows were hidden and come back (they count as added);
    `removed` rows are kept but hidden. `before` is how many synced rows the public sees now. `written` maps rows to the
    columns that must be saved, including those that follow from others and are not worth telling anybody.
    """

    kind: str
    before: int = 0
    added: list[models.Model] = field(default_factory=list)
    returned: list[models.Model] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    removed: list[models.Model] = field(default_factory=list)
    unchanged: int = 0
    written: dict[models.Model, set[str]] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """Whether no row of this kind is written."""
        return not (self.added or self.written)

    def counts(self) -> dict[str, int]:
        """How many rows are added (or come back), changed, removed (hidden) and left as they are."""
        return {
            "added": len(self.added) + len(self.returned),
            "changed": len(self.changed),
            "removed": len(self.removed),
            "unchanged": self.unchanged,
        }

    def set(self, row: models.Model, name: str, value: object) -> None:
        """Give a row a value that follows from others; noted only when it differs."""
        if getattr(row, name) != value:
            setattr(row, name, value)
            self.note(row, name)

    def note(self, row: models.Model, *names: str) -> None:
        """Remember columns of an existing row to be saved."""
        if row.pk is not None:
            self.written.setdefault(row, set()).update(names)

    def update(self, row: models.Model, values: dict) -> None:
        """Bring an existing row up to date and make it public again if it was hidden."""
        fields = differences(row, values)
        for change in fields:
            setattr(row, change.field, change.new)
        self.note_update(row, fields)

    def note_update(self, row: models.Model, fields: list[FieldChange], *related: FieldChange) -> None:
        """Enter a row whose `fields` were changed already, and make it public again if it was hidden.

        `related` changes are told like the others, but are no columns of the row.
        """
        if fields:
            self.note(row, *(change.field for change in fields))
        fields = [*fields, *related]
        if not row.is_public:
            row.is_public = True
            self.note(row, "is_public")
            self.returned.append(row)
        elif fields:
            self.changed.append(Change(row, fields))
        else:
            self.unchanged += 1

    def hide(self, row: models.Model) -> None:
        """Take a public row out of the programme; it is kept for its history and comes back if Pretalx names it again."""
        if row.is_public:
            row.is_public = False
            self.note(row, "is_public")
            self.removed.append(row)


def differences(row: models.Model, values: dict) -> list[FieldChange]:
    """The fields of `row` that are not as in `values`."""
    return [
        FieldChange(name, getattr(row, name), value) for name, value in values.items() if getattr(row, name) != value
    ]


def plan_kind(
    kind: str,
    existing: dict[Hashable, models.Model],
    wanted: dict[Hashable, dict],
    make: Callable[[Hashable, dict], models.Model],
) -> KindPlan:
    """Compare synced rows by key with the values they should have; `make(key, values)` builds a new row."""
    plan = KindPlan(kind, before=sum(row.is_public for row in existing.values()))
    for key, values in wanted.items():
        if key in existing:
            plan.update(existing[key], values)
        else:
            plan.added.append(make(key, values))
    for key, row in existing.items():
        if key not in wanted:
            plan.hide(row)
    return plan
