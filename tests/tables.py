"""Tables that a run prints at its end: what crowds, benchmarks and random histories came to."""

from collections.abc import Callable, Iterable

PROPERTY = "table"
Cell = str | int | float


def note(record_property: Callable[[str, object], None], table: str, *, sum_by: str = "", **cells: Cell) -> None:
    """Add a row {column: cell} to a table. Rows that agree in the column `sum_by` are printed as one, with their sums."""
    record_property(PROPERTY, {"table": table, "sum_by": sum_by, "cells": cells})


def lines_of(noted: Iterable[dict]) -> list[str]:
    """Return the tables as they are printed, in the order in which they were begun."""
    tables: dict[str, list[dict[str, Cell]]] = {}
    for entry in noted:
        rows = tables.setdefault(entry["table"], [])
        _add(rows, entry["cells"], entry["sum_by"])
    return [line for title, rows in tables.items() for line in _printed(title, rows)]


def _add(rows: list[dict[str, Cell]], cells: dict[str, Cell], sum_by: str) -> None:
    same = next((row for row in rows if sum_by and row.get(sum_by) == cells[sum_by]), None)
    if same is None:
        rows.append(dict(cells))
        return
    for name, cell in cells.items():
        if not isinstance(cell, str):
            same[name] += cell


def _printed(title: str, rows: list[dict[str, Cell]]) -> list[str]:
    columns = list(dict.fromkeys(name for row in rows for name in row))
    texts = [[_text(row.get(name, "")) for name in columns] for row in rows]
    widths = [max(len(text) for text in column) for column in zip(columns, *texts, strict=True)]
    is_number = [all(not isinstance(row.get(name, ""), str) for row in rows) for name in columns]

    def line(cells: list[str]) -> str:
        placed = (
            cell.rjust(width) if right else cell.ljust(width)
            for cell, width, right in zip(cells, widths, is_number, strict=True)
        )
        return "  ".join(placed).rstrip()

    return ["", title, line(columns), "  ".join("-" * width for width in widths), *(line(row) for row in texts)]


def _text(cell: Cell) -> str:
    return f"{cell:.1f}" if isinstance(cell, float) else str(cell)
