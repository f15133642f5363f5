"""Panels of the dashboard: what is live, the last import, what needs attention. Few counts, each a link."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.ui.components import Component

from conference import features, scope
from conference.models import Conference, PretalxSyncRun
from conference.queries.overview import Overview, features_off, last_sync, overview
from staff.dashboard.exploring import may_explore
from staff.settings.tabs import tab_url

FAILED = (PretalxSyncRun.Status.FAILED, PretalxSyncRun.Status.REFUSED)


@dataclass(frozen=True)
class Line:
    """A fact with the place where it is changed; "" where this person cannot change it."""

    text: str
    url: str = ""
    is_urgent: bool = False


class LinesPanel(Component):
    """A panel that is a heading and some lines."""

    template_name = "staff/dashboard/lines.html"
    name = ""
    order = 10

    def __init__(
        self, request: HttpRequest, conference: Conference, figures: Overview, run: PretalxSyncRun | None
    ) -> None:
        self.request = request
        self.conference = conference
        self.figures = figures
        self.run = run

    def may(self, permission: str) -> bool:
        """Return whether the person holds the permission here."""
        return scope.may(self.request.user, permission, self.conference)

    def settings_url(self, tab: str) -> str:
        """Return the address of a tab of the settings; "" for those who may not open it."""
        return tab_url(self.request, self.conference, tab)

    def heading(self) -> str:
        """Return the panel's heading."""
        raise NotImplementedError

    def lines(self) -> list[Line]:
        """Return the lines; without any the panel is not shown."""
        raise NotImplementedError

    def get_context_data(self, parent_context: dict) -> dict:  # noqa: ARG002 - Wagtail's signature
        """Return the template's values."""
        return {"heading": self.heading(), "lines": self.lines(), "name": self.name, "conference": self.conference}


class LivePanel(LinesPanel):
    """What visitors see."""

    name = "live"
    order = 20

    def heading(self) -> str:
        """Return the panel's heading."""
        return _("What is live")

    def lines(self) -> list[Line]:
        """Return site, programme, pages and features."""
        event = self.settings_url("event")
        shown = _("Of the programme visitors see: %(what)s.") % {
            "what": self.conference.get_programme_visibility_display().lower()
        }
        return [Line(self._public(), event), Line(shown, event), *self._pages(), *self._features()]

    def _public(self) -> str:
        if not self.conference.is_active:
            return _("The site is not public yet.")
        if not self.figures.published:
            return _("The site is open to visitors, but none of its pages is published yet.")
        return _("The site is public.")

    def _pages(self) -> list[Line]:
        counts = self.figures
        if counts.root is None:
            return []
        url = reverse("wagtailadmin_explore", args=[counts.root]) if may_explore(self.request.user) else ""
        published = ngettext("%(count)d page is published.", "%(count)d pages are published.", counts.published)
        lines = [Line(published % {"count": counts.published}, url)] if counts.published else []
        if counts.drafts:
            drafts = ngettext(
                "%(count)d page has changes that are not published.",
                "%(count)d pages have changes that are not published.",
                counts.drafts,
            )
            lines.append(Line(drafts % {"count": counts.drafts}, url))
        return lines

    def _features(self) -> list[Line]:
        off = features_off(self.conference)
        if not off:
            return []
        url = AdminURLFinder(self.request.user).get_edit_url(self.conference.feature_flags) or ""
        return [Line(_("Switched off: %(features)s.") % {"features": ", ".join(off)}, url)]


class SyncPanel(LinesPanel):
    """The last import from Pretalx."""

    name = "sync"
    order = 30

    def heading(self) -> str:
        """Return the panel's heading."""
        return _("Import from Pretalx")

    def lines(self) -> list[Line]:
        """Return when the last import was and how it ended."""
        if not self.conference.pretalx_event_slug:
            return [Line(_("No Pretalx event is named yet."), self.settings_url("pretalx"))]
        if self.run is None:
            return [Line(_("Nothing was imported yet."), sync_url())]
        state = {"status": self.run.get_status_display(), "message": self.run.message}
        tells_why = state["message"] and self.run.status not in FAILED  # else “Needs attention” does
        return [Line(_("%(status)s: %(message)s") % state if tells_why else state["status"], sync_url())]

    def get_context_data(self, parent_context: dict) -> dict:
        """Return the template's values, with the time of the last import."""
        return {**super().get_context_data(parent_context), "moment": self.run.created_at if self.run else None}


class AttentionPanel(LinesPanel):
    """What somebody should look at."""

    name = "attention"
    order = 10

    def heading(self) -> str:
        """Return the panel's heading."""
        return _("Needs attention")

    def lines(self) -> list[Line]:
        """Return what failed, as far as this person can do something about it."""
        return [*self._mails(), *self._jobs(), *self._sync()]

    def _mails(self) -> list[Line]:
        failed = self.figures.failed_mails
        if not failed or not self.may("conference.view_outboxmail"):
            return []
        text = ngettext("%(count)d mail could not be sent.", "%(count)d mails could not be sent.", failed)
        return [Line(text % {"count": failed}, f"{reverse('mail_modeladmin_index')}?state__exact=failed", True)]

    def _jobs(self) -> list[Line]:
        failed = self.figures.failed_jobs
        if not failed or not self.may("conference.manage_conference_settings"):
            return []
        text = ngettext(
            "%(count)d periodic job failed. Tell whoever runs the server.",
            "%(count)d periodic jobs failed. Tell whoever runs the server.",
            failed,
        )
        return [Line(text % {"count": failed}, is_urgent=True)]

    def _sync(self) -> list[Line]:
        if not self.may("conference.view_pretalxsyncrun") or self.run is None or self.run.status not in FAILED:
            return []
        return [
            Line(
                _("The last import from Pretalx did not finish: %(why)s") % {"why": self.run.message}, sync_url(), True
            )
        ]


def sync_url() -> str:
    """Return the address of the import's desk."""
    return reverse("staff_sync")


def panels_for(request: HttpRequest) -> list[Component]:
    """Return the panels of this staff member, none without a conference."""
    conference = scope.staff_conference(request)
    if conference is None or not scope.may(request.user, "conference.view_dashboard", conference):
        return []
    facts = (request, conference, overview(conference), last_sync(conference))
    found: list[LinesPanel] = [LivePanel(*facts), AttentionPanel(*facts)]
    may_sync = scope.may(request.user, "conference.view_pretalxsyncrun", conference)
    if may_sync and features.is_desk_enabled("pretalx_sync", conference):
        found.append(SyncPanel(*facts))
    return found
