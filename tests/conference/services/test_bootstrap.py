import datetime as dt
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from conference.models import Conference, RoleGroup, Section
from conference.services.bootstrap import bootstrap

pytestmark = pytest.mark.django_db
GOOD = """\
# a comment with [brackets]
[conference]
name = "Harbour 2027"
start = 2027-06-01
end = "2027-06-03"
timezone = "Europe/Berlin"
venue = '''Quay
[7]'''
revenue_budget = 1234.50

[[conference.sections]]
name = "Talks"
start = 2027-06-01
end = 2027-06-02

[[conference.sections]]
name = "Sprints"
slug = "hacking"
start = 2027-06-03
end = 2027-06-03
"""


def test_file_makes_conference_sections_and_groups():
    lines = bootstrap(GOOD)
    conference = Conference.objects.get(slug="harbour-2027")
    assert (conference.start_date, conference.revenue_budget) == (dt.date(2027, 6, 1), Decimal("1234.50"))
    assert conference.venue == "Quay\n[7]"
    assert [(s.slug, s.order) for s in conference.sections.all()] == [("talks", 0), ("hacking", 1)]
    assert conference.collection_id
    assert RoleGroup.objects.filter(conference=conference).exists()
    assert lines[:3] == ["conference Harbour 2027: made", "section Talks: made", "section Sprints: made"]


def test_existing_conference_needs_update():
    bootstrap(GOOD)
    with pytest.raises(ValidationError, match=r"line 2, table \[conference\], slug: .*exists already"):
        bootstrap(GOOD)


def test_update_changes_what_differs_and_says_what_does_not():
    bootstrap(GOOD)
    lines = bootstrap(GOOD.replace('"Talks"', '"Talks and posters"\nslug = "talks"'), update=True)
    assert lines == [
        "conference Harbour 2027: unchanged",
        "section Talks and posters: changed",
        "section Sprints: unchanged",
    ]
    assert Section.objects.count() == 2


def test_a_closed_conference_is_not_updated():
    bootstrap(GOOD)
    Conference.objects.update(is_closed=True)
    with pytest.raises(ValidationError, match=r"line 2, table \[conference\]: Harbour 2027 is closed"):
        bootstrap(
            GOOD.replace("Harbour 2027", "Haven 2027").replace("timezone", 'slug = "harbour-2027"\ntimezone'),
            update=True,
        )
    assert Conference.objects.get().name == "Harbour 2027"


def test_dry_run_writes_nothing():
    assert "conference Harbour 2027: made" in bootstrap(GOOD, dry_run=True)
    assert not Conference.objects.exists()
    assert not RoleGroup.objects.exists()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("[conference]", "[conference"), "this is not TOML: .*line 2"),
        (("[conference]", "[event]"), r"line 2: unknown table \[event\]"),
        (
            ('timezone = "Europe/Berlin"', 'timezone = "Europe/Atlantis"'),
            r"line 6, table \[conference\], timezone: .*no time zone",
        ),
        (("start = 2027-06-01", "start = 2027-07-01"), r"table \[conference\]: The last day is before the first"),
        (("venue =", "venu ="), r"line 7, table \[conference\], venu: unknown key"),
        (("start = 2027-06-01\n", ""), r"table \[conference\]: the key “start” is missing"),
        (
            ('slug = "hacking"', 'slug = "talks"'),
            r"line 16, table \[conference.sections\]: .*taken by the section on line 11",
        ),
        (('slug = "hacking"', 'colour = "red"'), r"line 18, table \[conference.sections\], colour: unknown key"),
        (("[[conference.sections]]", "[[conference.rockets]]"), r"line 11: unknown table \[conference.rockets\]"),
        (('end = "2027-06-03"', 'end = "soon"'), r"line 5, table \[conference\], end: "),
        (('name = "Harbour 2027"', 'name = ["a"]'), r"line 3, table \[conference\], name: this is no plain value"),
        (("revenue_budget = 1234.50", "revenue_budget = true"), r"line 9, .*no plain value"),
        (("venue =", 'currency = "DOLLARS"\nvenue ='), r"line 7, table \[conference\], currency: "),
    ],
)
def test_mistake_names_line_and_table_and_writes_nothing(change, message):
    with pytest.raises(ValidationError) as caught:
        bootstrap(GOOD.replace(*change))
    (text,) = caught.value.messages
    assert "\n" not in text
    import re

    assert re.search(message, text), text
    assert not Conference.objects.exists()
    assert not Section.objects.exists()


def test_sections_are_required():
    with pytest.raises(ValidationError, match="at least one"):
        bootstrap(GOOD.split("[[", 1)[0])
