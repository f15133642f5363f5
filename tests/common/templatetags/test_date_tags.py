import datetime as dt
import zoneinfo

from django.template import Context, Template
from django.utils import timezone, translation

LATE = dt.datetime(2027, 6, 12, 22, 30, tzinfo=dt.UTC)


def render(text, **values):
    with translation.override("en-gb"), timezone.override(zoneinfo.ZoneInfo("Europe/Rome")):
        return Template("{% load date_tags %}" + text).render(Context(values))


def test_moments_are_read_in_the_active_zone_and_language():
    assert render('{{ at|day:"weekday-month" }} {{ at|clock }}', at=LATE) == "Sunday 13 June 00:30"
    assert render("{{ at|until:end }}", at=LATE, end=LATE + dt.timedelta(hours=1)) == "00:30–01:30"


def test_days_have_no_zone_and_nothing_reads_as_nothing():
    assert render("{{ day|day }}", day=dt.date(2027, 6, 12)) == "12 June 2027"
    assert render("[{{ none|day }}{{ none|clock }}{{ none|until:none }}]", none=None) == "[]"
