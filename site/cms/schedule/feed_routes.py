"""The feeds below the schedule page."""

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from wagtail.contrib.routable_page.models import path

from cms import cache
from cms.schedule.addresses import Addresses
from cms.schedule.feeds import atom_feed, ical_feed, json_feed, xml_feed
from cms.schedule.feeds.responses import feed_response
from conference.queries.schedule import load_schedule, next_change
from conference.queries.schedule_rows import Schedule
from conference.queries.visibility import Visibility, shows


class FeedRoutes:
    """Adds the feeds to a schedule page; all are “not found” until the schedule is public."""

    @path("schedule.json/", name="schedule_json")
    def schedule_json(self, request: HttpRequest) -> HttpResponse:
        """Answer with c3voc JSON."""
        origin = request.build_absolute_uri("/").rstrip("/")
        body = json_feed.schedule_json(
            self.conference, self._public_schedule(), self.absolute_addresses(request), origin=origin
        )
        return feed_response(request, body, json_feed.CONTENT_TYPE, "schedule.json")

    @path("schedule.xml/", name="schedule_xml")
    def schedule_xml(self, request: HttpRequest) -> HttpResponse:
        """Answer with frab XML."""
        body = xml_feed.schedule_xml(
            self.conference, self._public_schedule(), self.absolute_addresses(request), system=request.get_host()
        )
        return feed_response(request, body, xml_feed.CONTENT_TYPE, "schedule.xml")

    @path("schedule.ics/", name="schedule_ics")
    def schedule_ics(self, request: HttpRequest) -> HttpResponse:
        """Answer with a calendar of everything."""
        slots = self._public_schedule().slots
        return self.calendar_response(request, slots, name=self.conference.name, file_name="schedule.ics")

    @path("changes.atom/", name="changes_atom")
    def changes_atom(self, request: HttpRequest) -> HttpResponse:
        """Answer with what changed."""
        schedule = self._public_schedule(texts=False)
        cache.valid_until(request, next_change(schedule.slots, timezone.now()))
        body = atom_feed.changes_feed(self.conference, schedule, self.absolute_addresses(request))
        return feed_response(request, body, atom_feed.CONTENT_TYPE, "changes.atom")

    @path("talk/<slug:code>.ics/", name="talk_ics")
    def talk_ics(self, request: HttpRequest, code: str) -> HttpResponse:
        """Answer with a calendar of one talk."""
        schedule = self._public_schedule(only=Q(code=code))
        if not schedule.slots:
            raise Http404
        name = f"{schedule.slots[0].title} – {self.conference.name}"
        return self.calendar_response(request, schedule.slots, name=name, file_name=f"{code}.ics")

    @path("speaker/<slug:code>.ics/", name="speaker_ics")
    def speaker_ics(self, request: HttpRequest, code: str) -> HttpResponse:
        """Answer with a calendar of one speaker's talks."""
        schedule = self._public_schedule(only=Q(speakers__code=code, speakers__is_public=True))
        if not schedule.slots:
            raise Http404
        people = (speaker for talk in schedule.talks for speaker in talk.speakers if speaker.code == code)
        name = f"{next(people).name} – {self.conference.name}"
        return self.calendar_response(request, schedule.slots, name=name, file_name=f"{code}.ics")

    def absolute_addresses(self, request: HttpRequest) -> Addresses:
        """Return the addresses below this page with scheme and host."""
        return Addresses(request.build_absolute_uri(self.addresses.base))

    def calendar_response(self, request: HttpRequest, slots: tuple, *, name: str, file_name: str) -> HttpResponse:
        """Answer with a calendar of these slots."""
        body = ical_feed.calendar(
            self.conference,
            slots,
            self.absolute_addresses(request),
            name=name,
            address=request.build_absolute_uri(request.path),
        )
        return feed_response(request, body, ical_feed.CONTENT_TYPE, file_name)

    def _public_schedule(self, *, texts: bool = True, only: Q | None = None) -> Schedule:
        if not shows(self.conference, Visibility.SCHEDULE):
            raise Http404
        return load_schedule(self.conference, texts=texts, only=only)
