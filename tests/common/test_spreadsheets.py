import datetime as dt
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from wagtail.admin.views.mixins import SpreadsheetExportMixin

from common.spreadsheets import SafeSpreadsheet, neutral


class Export(SafeSpreadsheet, SpreadsheetExportMixin):
    conference = SimpleNamespace(tz=ZoneInfo("Asia/Tokyo"))


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1+1", "＠SUM(A1)"])
def test_a_text_that_would_run_is_made_plain(text):
    assert neutral(text) == f"'{text}"


@pytest.mark.parametrize("value", ["plain", "a=b", "", -1, None])
def test_other_values_stay(value):
    assert neutral(value) == value


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_times_are_written_in_the_events_zone(kind):
    noon = dt.datetime(2027, 6, 10, 12, tzinfo=dt.UTC)
    cell = Export().preprocess_field_value("start", noon, kind)
    assert str(cell).startswith("2027-06-10 21:00")


def test_a_csv_cell_is_made_plain():
    assert Export().preprocess_field_value("title", "=cmd()", "csv") == "'=cmd()"


@pytest.mark.parametrize("sign", ["\x00", "\x01", "\x0b", "\x1f", "\ud800", "\uffff"])
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_signs_that_no_file_can_hold_are_left_out_and_hide_no_formula(kind, sign):
    assert Export().preprocess_field_value("name", f"A{sign}da\tL\n", kind) == "Ada\tL\n"
    assert Export().preprocess_field_value("name", f"{sign}=cmd()", "csv") == "'=cmd()"
