"""A conference from a TOML file: one transaction, every table read by whoever registered it."""

from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify

from conference import extension, scope, toml_rows
from conference.models import Conference, Section
from conference.services import conferences, roles
from conference.services.bootstrap_rows import check_keys, write
from conference.toml_rows import Row

CONFERENCE = "conference"
REQUIRED = {"name": "name", "start": "start_date", "end": "end_date", "timezone": "timezone"}
OPTIONAL = {
    name: name
    for name in (
        *("slug", "language", "venue", "address", "website_url", "currency", "pretalx_event_slug", "pretalx_base_url"),
        *("total_capacity", "revenue_budget", "target_attendance", "grant_budget"),
    )
}
SECTION_REQUIRED = {"name": "name", "start": "start_date", "end": "end_date"}
SECTION_OPTIONAL = {"slug": "slug", "order": "order"}


def bootstrap(text: str, *, update: bool = False, dry_run: bool = False) -> list[str]:
    """Write the conference that the TOML text describes, with everything in its tables; return one line per row.

    Rows that exist are an error unless `update`, which overwrites what the file names and leaves the rest. With
    `dry_run` everything is checked and nothing is kept. `ValidationError` names line and table; then nothing is written.
    """
    row, tables = _tables(toml_rows.parse(text))
    with transaction.atomic():
        conference, line = _write_conference(row, update=update)
        lines = [line]
        for path, table in extension.bootstrap_tables.items():
            rows = tables.get(path, [])
            if table.required and not rows:
                raise row.error(f"at least one [[{path}]] is needed")
            lines += table.load(conference, rows, update=update)
        lines += roles.sync_role_groups()
        transaction.set_rollback(dry_run)
    return lines


def load_sections(conference: Conference, rows: list[Row], *, update: bool) -> Iterator[str]:
    """Write the sections; they keep the file's order unless a row gives its own."""
    seen: dict[str, int] = {}
    for index, row in enumerate(rows):
        check_keys(row, SECTION_REQUIRED, SECTION_OPTIONAL)
        slug = row.setdefault("slug", slugify(str(row["name"])))
        row.setdefault("order", index)
        if slug in seen:
            raise row.error(f"the short name “{slug}” is taken by the section on line {seen[slug]}")
        seen[slug] = row.line
        section = Section.objects.filter(conference=conference, slug=slug).first()
        if section and not update:
            raise row.error(f"the section “{slug}” exists already; use --update to change it")
        outcome = write(section or Section(conference=conference), row, {**SECTION_REQUIRED, **SECTION_OPTIONAL})
        yield f"section {row['name']}: {outcome}"


def _tables(file: Row) -> tuple[Row, dict[str, list[Row]]]:
    """Return the conference's own row and the rows of each registered table; an unknown one is an error."""
    for key in file:
        if key != CONFERENCE:
            raise _unknown(file, key, [CONFERENCE])
    row = file.get(CONFERENCE)
    if not isinstance(row, Row):
        raise ValidationError("line 1: the table [conference] is missing")
    tables = {}
    for key in [key for key, value in row.items() if _is_table(value)]:
        path = f"{CONFERENCE}.{key}"
        if path not in extension.bootstrap_tables:
            raise _unknown(row, key, [path for path, _ in extension.bootstrap_tables.items()])
        value = row.pop(key)
        tables[path] = value if isinstance(value, list) else [value]
    return row, tables


def _is_table(value: object) -> bool:
    return isinstance(value, Row) or (isinstance(value, list) and any(isinstance(item, Row) for item in value))


def _unknown(row: Row, key: str, known: list[str]) -> ValidationError:
    value = row[key]
    first = value[0] if _is_table(value) and isinstance(value, list) else value
    line = first.line if isinstance(first, Row) else row.lines.get(key, row.line)
    name = f"{row.table}.{key}" if row.table else key
    return ValidationError(f"line {line}: unknown table [{name}] (known: {', '.join(known)})")


def _write_conference(row: Row, *, update: bool) -> tuple[Conference, str]:
    check_keys(row, REQUIRED, OPTIONAL)
    slug = row.setdefault("slug", slugify(str(row["name"])))
    conference = Conference.objects.filter(slug=slug).first()
    if conference and not update:
        raise row.error(f"the conference “{slug}” exists already; use --update to change it", "slug")
    try:
        scope.require_open(conference)
    except ValidationError as refusal:
        raise row.error(" ".join(refusal.messages)) from refusal
    outcome = write(conference or Conference(), row, {**REQUIRED, **OPTIONAL})
    conference = Conference.objects.get(slug=slug)
    conferences.ensure_collection(conference)
    return conference, f"conference {conference.name}: {outcome}"
