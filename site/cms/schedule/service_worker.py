"""The service worker that keeps the schedule readable without a network."""

import json
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from wagtail.models import Site

from cms import cache
from cms.models import SchedulePage
from conference.models import Conference

FOLDER = Path(__file__).resolve().parent / "worker"
CONTENT_TYPE = "text/javascript; charset=utf-8"


@cache.public()
def service_worker(request: HttpRequest) -> HttpResponse:
    """Answer with the worker for this host's schedules; with one that removes itself and its copies when there is none.

    A browser asks for it again at each visit, so a schedule that was switched off does not live on in its memory.
    """
    bases = schedule_addresses(request)
    if bases:
        settings_line = f"const SCHEDULES = {json.dumps(bases)};\nconst FILES = {json.dumps(_file_addresses())};\n"
        body = settings_line + (FOLDER / "keep.js").read_text(encoding="utf-8")
    else:
        body = (FOLDER / "remove.js").read_text(encoding="utf-8")
    return HttpResponse(body, content_type=CONTENT_TYPE)


def schedule_addresses(request: HttpRequest) -> list[str]:
    """Return the paths of all schedule pages of this host that visitors see (at most three SQL statements)."""
    site = Site.find_for_request(request)
    if site is None:
        return []
    pages = list(SchedulePage.objects.live().public().descendant_of(site.root_page))
    under = Conference.objects.filter(home_page__path__startswith=site.root_page.path)
    seen = [
        conference.home_page.path
        for conference in under.select_related("feature_flags", "home_page")
        if conference.home_page.live and not SchedulePage.closed_because(conference)
    ]
    found = [page.get_url(request) for page in pages if page.path.startswith(tuple(seen))] if seen else []
    return sorted(url for url in found if url and url.startswith("/"))


def _file_addresses() -> list[str]:
    """Where style sheets, scripts, type and pictures of these pages lie, as far as it is on this host."""
    return [url for url in (settings.STATIC_URL, settings.MEDIA_URL, "/theme/") if url.startswith("/")]
