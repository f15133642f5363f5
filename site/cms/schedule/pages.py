"""What the schedule's pages show: the template and the context of each, read from one look at the programme."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms import cache
from cms.schedule.addresses import Addresses
from cms.schedule.cards import talk_cards
from cms.schedule.filters import PARAMETERS, FilterForm
from cms.schedule.grid import day_grid
from cms.schedule.lists import time_groups
from cms.schedule.zone import zone_in_words
from conference.dates import day_words
from conference.models import Conference
from conference.queries.now_next import NowNext, now_next
from conference.queries.schedule import current_day, load_schedule, next_change
from conference.queries.schedule_filter import facets, narrow, only
from conference.queries.schedule_rows import DayRow, Schedule


@dataclass(frozen=True)
class DayTab:
    """See templates/components/day_tabs.html."""

    label: str
    detail: str
    url: str
    current: bool


class ScheduleView:
    """One look at the programme: what the visitor asked for, and what there is.

    `visibility` stands in for the conference's own in an editor's preview.
    """

    def __init__(
        self, request: HttpRequest, conference: Conference, addresses: Addresses, *, visibility: str | None = None
    ) -> None:
        self.request = request
        self.conference = conference
        self.now = timezone.now()
        wants_words = bool(request.GET.get("q", "").strip())
        self.whole: Schedule = load_schedule(conference, texts=wants_words, visibility=visibility, now=self.now)
        self.form = FilterForm(request.GET, facets(self.whole))
        self.schedule: Schedule = narrow(self.whole, self.form.choice)
        self.addresses = addresses.with_query({name: self.form.values[name] for name in PARAMETERS})
        self.on: NowNext = now_next(self.whole, self.now)
        cache.valid_until(request, next_change(self.whole.slots, self.now))
        for day in self.whole.days:  # at four in the morning another day is today
            if day.end > self.now:
                cache.valid_until(request, day.start if day.start > self.now else day.end)

    @property
    def has_times(self) -> bool:
        """Whether there is a schedule to show."""
        return bool(self.whole.days)

    @cached_property
    def today(self) -> DayRow | None:
        """The day to show when none is asked for."""
        return current_day(self.schedule, self.conference, self.now)

    def context(self, days: tuple[DayRow, ...], *, everything: bool = False) -> dict:
        """Return what the template of these days needs; `everything` when they are all days in one list."""
        view = self.form.values["view"]
        is_today = not everything and bool(days) and days[0].start <= self.now < days[0].end
        return {
            "days": [
                {
                    "date": day.date,
                    "id": f"day-{day.date.isoformat()}",
                    "is_today": day.start <= self.now < day.end,
                    "grid": day_grid(day) if not everything and view != "list" else None,
                    "groups": time_groups(day.slots, self.addresses, self.on) if everything or view != "grid" else (),
                }
                for day in days
                if day.slots or not everything
            ],
            "tabs": self.tabs(None if everything else days[0]),
            "views": [] if everything else self.views(days[0]),
            "view": "list" if everything else view,
            "now_next": self.now_and_next() if is_today and self.form.choice.is_empty else None,
            "is_today": is_today,
            "without_time": talk_cards(self._without_time(), self.addresses) if everything else (),
            **self.shared(),
        }

    def shared(self) -> dict:
        """Return what every page of the schedule needs."""
        return {
            "form": self.form,
            "is_filtered": not self.form.choice.is_empty,
            "result": self.result(),
            "addresses": self.addresses,
            "on": self.on,
            "zone": zone_in_words(self.conference, self.whole.slots[0].start if self.whole.slots else None),
            "has_times": self.has_times,
            "updated_at": self.whole.updated_at,
        }

    def tabs(self, current: DayRow | None) -> list[DayTab]:
        """Return the days as links, and all of them in one list."""
        tabs = [
            DayTab(
                label=day_words(day.date, "weekday", language=self.conference.language),
                detail=day_words(day.date, "month", language=self.conference.language),
                url=self.addresses.day(day.date),
                current=current is not None and day.date == current.date,
            )
            for day in self.whole.days
        ]
        count = len(self.schedule.talks)
        detail = ngettext("%(count)d talk", "%(count)d talks", count) % {"count": count}
        return [*tabs, DayTab(_("All days"), detail, self.addresses.everything(), current is None)]

    def views(self, day: DayRow) -> list[dict]:
        """Return the links between grid and list."""
        chosen = {name: self.form.values[name] for name in PARAMETERS}
        return [
            {
                "name": name,
                "label": label,
                "url": self.addresses.with_query({**chosen, "view": name}).day(day.date),
                "current": self.form.values["view"] == name,
            }
            for name, label in (("grid", _("Grid")), ("list", _("List")))
        ]

    def now_and_next(self) -> dict | None:
        """Return what is on and what follows, `None` when neither."""
        if not self.on:
            return None
        return {
            name: time_groups(slots, self.addresses, self.on)
            for name, slots in (("now", self.on.now), ("next", self.on.next))
        }

    def result(self) -> str:
        """Return "23 of 68 talks" when a filter is on, else ""."""
        if self.form.choice.is_empty:
            return ""
        total = len(self.whole.talks)
        words = ngettext("%(found)d of %(total)d talk", "%(found)d of %(total)d talks", total)
        return words % {"found": len(self.schedule.talks), "total": total}

    def _without_time(self) -> list:
        placed = {slot.talk.code for slot in self.whole.slots if slot.talk is not None}
        return [talk for talk in self.schedule.talks if talk.code not in placed]

    def only(self, codes: Iterable[str]) -> Schedule:
        """Return the whole schedule with these talks only."""
        return only(self.whole, codes)

    def asked_day(self, text: str) -> DayRow:
        """Return the day "2027-06-10"; `Http404` when nothing ever happens on it."""
        try:
            day = self.schedule.day(dt.date.fromisoformat(text))
        except ValueError as error:
            raise Http404 from error
        if day is None:
            raise Http404
        return day
