"""The schedule: days, talks, speakers, feeds and shared lists, all below one page of the tree."""

from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.routable_page.models import path

from cms import meta
from cms.models.conference_page import RoutableConferencePage
from cms.schedule import details, json_ld, sitemap
from cms.schedule.addresses import Addresses
from cms.schedule.before import when_the_schedule_comes
from cms.schedule.cards import talk_cards
from cms.schedule.feed_routes import FeedRoutes
from cms.schedule.filters import PARAMETERS
from cms.schedule.pages import ScheduleView
from cms.schedule.picture_routes import PictureRoutes
from cms.schedule.star_routes import StarRoutes
from common import serving
from conference.models import Conference
from conference.queries.visibility import Visibility, shows


class SchedulePage(FeedRoutes, PictureRoutes, StarRoutes, RoutableConferencePage):
    """Shows as much of the programme as `Conference.programme_visibility` makes public; a preview may look ahead."""

    feature = "schedule"
    query_parameters = PARAMETERS
    feed_names = ("schedule.json", "schedule.xml", "schedule.ics", "changes.atom")
    parent_page_types = ["cms.HomePage"]
    subpage_types: list[str] = []
    max_count_per_parent = 1

    introduction = models.TextField(
        gettext_lazy("introduction"), blank=True, help_text=gettext_lazy("One or two sentences above the schedule.")
    )

    content_panels = [*RoutableConferencePage.content_panels, FieldPanel("introduction")]
    preview_modes = [
        ("", gettext_lazy("As visitors see it now")),
        *((value, label) for value, label in Conference.Visibility.choices),
    ]

    class Meta:
        verbose_name = gettext_lazy("schedule page")
        verbose_name_plural = gettext_lazy("schedule pages")

    @classmethod
    def of(cls, conference: Conference) -> "SchedulePage | None":
        """Return the conference's published schedule page (two SQL statements unless the front page is at hand)."""
        home = getattr(conference, "home_page", None)
        return cls.objects.live().descendant_of(home).first() if home is not None else None

    @cached_property
    def addresses(self) -> Addresses:
        """The addresses below this page."""
        return Addresses(self.get_url() or "")

    @path("", name="schedule")
    def index(self, request: HttpRequest) -> HttpResponse:
        """Show today's or the first day, or what is known before there is a schedule."""
        view = self._look(request)
        if not view.has_times:
            return self._before(request, view)
        return self._days(request, view, (view.today,))

    @path("all/", name="everything")
    def everything(self, request: HttpRequest) -> HttpResponse:
        """Show all days in one list: what the filter form leads to."""
        view = self._look(request)
        if not view.has_times:
            return self._before(request, view)
        return self._days(request, view, view.schedule.days, everything=True)

    @path("day/<str:day>/", name="day")
    def day(self, request: HttpRequest, day: str) -> HttpResponse:
        """Show one day."""
        view = self._look(request)
        return self._days(request, view, (view.asked_day(day),))

    @path("talk/", name="talks")
    def talks(self, request: HttpRequest) -> HttpResponse:
        """Show all talks by title."""
        self._require(request, Visibility.TALKS)
        view = self._look(request)
        context = {"talks": talk_cards(view.schedule.talks, view.addresses), **view.shared()}
        return self._answer(request, "talks", _("Talks"), self.addresses.talks(), context)

    @path("talk/<slug:code>/", name="talk")
    def talk(self, request: HttpRequest, code: str) -> HttpResponse:
        """Show one talk."""
        context = details.talk_context(
            request, self.conference, self.addresses, code, visibility=self._visibility(request)
        )
        url = self.addresses.talk(code)
        talk = context["talk"]
        context["json_ld"] = json_ld.talk(request, self.conference, self.addresses, talk, context["slots"])
        card = self.card_address(request, talk)
        return self._answer(
            request, "talk", talk.title, url, context, description=context["summary"], image_url=card, kind="article"
        )

    @path("speaker/", name="speakers")
    def speakers(self, request: HttpRequest) -> HttpResponse:
        """Show all speakers by name."""
        self._require(request, Visibility.SPEAKERS)
        context = details.speakers_context(self.conference, self.addresses, visibility=self._visibility(request))
        return self._answer(request, "speakers", _("Speakers"), self.addresses.speakers(), context)

    @path("speaker/<slug:code>/", name="speaker")
    def speaker(self, request: HttpRequest, code: str) -> HttpResponse:
        """Show one speaker."""
        context = details.speaker_context(
            request, self.conference, self.addresses, code, visibility=self._visibility(request)
        )
        speaker, url = context["speaker"], self.addresses.speaker(code)
        context["json_ld"] = json_ld.person(request, speaker, url)
        return self._answer(
            request, "speaker", speaker.name, url, context, description=context["summary"], kind="profile"
        )

    def get_sitemap_urls(self, request: HttpRequest | None = None) -> list[dict]:
        """List the page itself and all public days, talks and speakers."""
        own = super().get_sitemap_urls(request)
        return [*own, *sitemap.below(self.conference, self.full_url, self.addresses)] if own else []

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """Answer an editor's preview; a mode shows the page as it will be once more of the programme is public."""
        request.programme_visibility = mode_name or None
        return super().serve_preview(request, mode_name)

    def _visibility(self, request: HttpRequest) -> str | None:
        return getattr(request, "programme_visibility", None)

    def _require(self, request: HttpRequest, what: str) -> None:
        if not shows(self.conference, what, visibility=self._visibility(request)):
            raise Http404

    def _look(self, request: HttpRequest) -> ScheduleView:
        return ScheduleView(request, self.conference, self.addresses, visibility=self._visibility(request))

    def _days(self, request: HttpRequest, view: ScheduleView, days: tuple, *, everything: bool = False) -> HttpResponse:
        context = view.context(days, everything=everything)
        if context["is_filtered"]:
            context["json_ld"] = ""
        else:
            context["json_ld"] = json_ld.event(request, self.conference, self.addresses, () if everything else days)
        url = self.addresses.everything() if everything else self.addresses.index()
        if not everything and days[0] != view.today:
            url = self.addresses.day(days[0].date)
        return self._answer(request, "schedule", self.title, url, context)

    def _before(self, request: HttpRequest, view: ScheduleView) -> HttpResponse:
        visibility = self._visibility(request)
        people = details.speakers_context(self.conference, self.addresses, visibility=visibility)["people"]
        context = {
            "talks": talk_cards(view.schedule.talks, view.addresses),
            "people": people,
            "sentence": when_the_schedule_comes(self.conference, serving.of(request, self.conference).texts.key_dates),
            "json_ld": json_ld.event(request, self.conference, self.addresses, ()),
            **view.shared(),
        }
        return self._answer(request, "before", self.title, self.addresses.index(), context)

    def _answer(
        self,
        request: HttpRequest,
        template: str,
        title: str,
        url: str,
        context: dict,
        **about: str,
    ) -> HttpResponse:
        """Render `cms/schedule/<template>.html`; `about` is what the head says besides title and address."""
        own = meta.for_page(self, request)
        head = own.but(title=title, url=request.build_absolute_uri(url), **{k: v for k, v in about.items() if v})
        return self.render(
            request,
            template=f"cms/schedule/{template}.html",
            context_overrides={"meta": head, "base_path": self.addresses.base, **context},
        )
