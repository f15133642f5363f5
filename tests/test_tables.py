"""The tables at the end of a run."""

from tests.tables import lines_of, note


def noted(*rows):
    kept = []
    for row in rows:
        note(lambda _name, value: kept.append(value), **row)
    return kept


def test_rows_are_printed_below_their_columns():
    rows = noted({"table": "Crowds", "limit": "ticket", "sold": 100}, {"table": "Crowds", "limit": "addon", "sold": 7})
    assert lines_of(rows) == ["", "Crowds", "limit   sold", "------  ----", "ticket   100", "addon      7"]


def test_rows_of_several_tests_are_summed_where_they_belong_together():
    rows = noted(
        {"table": "Histories", "sum_by": "currency", "currency": "EUR", "histories": 2, "seconds": 1.25},
        {"table": "Histories", "sum_by": "currency", "currency": "JPY", "histories": 1, "seconds": 1.0},
        {"table": "Histories", "sum_by": "currency", "currency": "EUR", "histories": 3, "seconds": 1.25},
    )
    assert [line.split() for line in lines_of(rows)[4:]] == [["EUR", "5", "2.5"], ["JPY", "1", "1.0"]]


def test_without_rows_nothing_is_printed():
    assert lines_of([]) == []
