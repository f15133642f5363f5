"""The short texts that every page of a conference may show: notices, key dates, facts, accounts elsewhere."""

import datetime as dt
from dataclasses import dataclass, field

from django.db import models
from django.db.models import F, QuerySet, Value
from django.db.models.functions import Cast

from conference.models import Conference, Fact, KeyDate, Notice, SocialLink


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """A published notice that has not ended; `starts_at` and `ends_at` are aware or `None` for no limit."""

    id: int
    kind: str
    text: str
    link: str
    link_text: str
    starts_at: dt.datetime | None
    ends_at: dt.datetime | None

    def is_current(self, now: dt.datetime) -> bool:
        """Return whether visitors see it at this moment."""
        return (self.starts_at is None or self.starts_at <= now) and (self.ends_at is None or now < self.ends_at)


@dataclass(frozen=True, slots=True)
class KeyDateRow:
    """A deadline or opening; `day` and `time` are in the conference's zone, `day` is `None` until it is announced."""

    slug: str
    label: str
    day: dt.date | None
    time: dt.time | None


@dataclass(frozen=True, slots=True)
class SocialLinkRow:
    """An account of the conference elsewhere."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class SiteTexts:
    """All of them: notices newest first, the rest in the editors' order. `free_facts` maps slugs to texts."""

    notices: tuple[NoticeRow, ...] = ()
    key_dates: tuple[KeyDateRow, ...] = ()
    free_facts: dict[str, str] = field(default_factory=dict)
    social_links: tuple[SocialLinkRow, ...] = ()


COLUMNS = ("source", "number", "slug", "label", "body", "address", "day", "clock", "begins", "ends", "place")


def load_site_texts(conference: Conference, *, now: dt.datetime) -> SiteTexts:
    """Return the short texts of the conference (one SQL statement). Notices that begin after `now` are included."""
    of_facts = {"facts__conference": conference}
    dates = _row(
        KeyDate.objects.filter(**of_facts),
        "date",
        slug=F("slug"),
        label=F("label"),
        day=F("day"),
        clock=F("time"),
        place=F("sort_order"),
    )
    facts = _row(Fact.objects.filter(**of_facts), "fact", slug=F("slug"), body=F("text"), place=F("sort_order"))
    links = _row(
        SocialLink.objects.filter(**of_facts), "link", label=F("label"), address=F("url"), place=F("sort_order")
    )
    not_over = models.Q(ends_at__isnull=True) | models.Q(ends_at__gt=now)
    notices = _row(
        Notice.objects.filter(not_over, conference=conference, live=True),
        "notice",
        slug=F("kind"),
        label=F("link_text"),
        body=F("text"),
        address=F("link"),
        begins=F("starts_at"),
        ends=F("ends_at"),
        place=-F("pk"),
    )
    rows = sorted(
        (dict(zip(COLUMNS, row, strict=True)) for row in dates.union(facts, links, notices, all=True)),
        key=lambda row: (row["place"] if row["place"] is not None else 0, row["number"]),
    )
    return SiteTexts(
        notices=tuple(
            NoticeRow(row["number"], row["slug"], row["body"], row["address"], row["label"], row["begins"], row["ends"])
            for row in rows
            if row["source"] == "notice"
        ),
        key_dates=tuple(
            KeyDateRow(row["slug"], row["label"], row["day"], row["clock"]) for row in rows if row["source"] == "date"
        ),
        free_facts={row["slug"]: row["body"] for row in rows if row["source"] == "fact"},
        social_links=tuple(SocialLinkRow(row["label"], row["address"]) for row in rows if row["source"] == "link"),
    )


def _row(rows: QuerySet, source: str, **values: object) -> QuerySet:
    """Return the rows in the shape all four share; what a source does not have is empty, but typed."""
    empty = {
        "slug": Value(""),
        "label": Value(""),
        "body": Value(""),
        "address": Value(""),
        "day": _nothing(models.DateField()),
        "clock": _nothing(models.TimeField()),
        "begins": _nothing(models.DateTimeField()),
        "ends": _nothing(models.DateTimeField()),
    }
    columns = {"source": Value(source), "number": F("pk"), **empty, **values}
    return rows.order_by().values_list(*(columns[name] for name in COLUMNS))


def _nothing(field: models.Field) -> Cast:
    return Cast(Value(None), output_field=field)
