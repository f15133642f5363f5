"""What machines ask a host for: its sitemap, its rules for robots, its security contact."""

import datetime as dt

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from wagtail.models import Page, Site

from common import public_cache, serving
from conference import scope
from conference.models import Conference

PRIVATE_PATHS = ("/admin/", "/account/", "/private/", "/webhooks/", "/o/", "/_util/")
SECURITY_TXT_LASTS = dt.timedelta(days=180)


@public_cache.public()
def sitemap(request: HttpRequest) -> HttpResponse:
    """Answer with all addresses of the host that visitors see: pages, talks, speakers."""
    site = Site.find_for_request(request)
    if site is None:
        raise Http404
    entries: list[dict] = []
    pages = Page.objects.descendant_of(site.root_page, inclusive=True).live().public().order_by("path")
    for conference, path in _conferences_below(site):
        below = pages.filter(path__startswith=path).defer_streamfields().specific()
        with serving.serve(request, conference):
            for page in below:
                if page.pk in serving.current().tree.pages:
                    page.conference = conference
                    entries += page.get_sitemap_urls(request)
    text = render_to_string("cms/sitemap.xml", {"entries": entries})
    return HttpResponse(text, content_type="application/xml; charset=utf-8")


@public_cache.public()
def robots(request: HttpRequest) -> HttpResponse:
    """Answer with what robots may read: all but the rooms of people, and nothing at all before anything is public."""
    site = Site.find_for_request(request)
    is_public = site is not None and any(conference.is_active for conference, _path in _conferences_below(site))
    refused = PRIVATE_PATHS if is_public else ("/",)
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in refused)]
    if is_public:
        lines += ["", f"Sitemap: {request.build_absolute_uri('/sitemap.xml')}"]
    return _text("\n".join(lines))


@public_cache.public()
def security(request: HttpRequest) -> HttpResponse:
    """Answer with whom to tell about a weakness (RFC 9116); 404 while nobody is named."""
    conference = scope.conference_of_site(request)
    contact = settings.SECURITY_CONTACT or getattr(getattr(conference, "facts", None), "contact_email", "")
    if not contact:
        raise Http404
    address = contact if ":" in contact else f"mailto:{contact}"
    today = timezone.now().replace(hour=0, minute=0, second=0, microsecond=0)
    public_cache.valid_until(request, today + dt.timedelta(days=1))
    lines = [
        f"Contact: {address}",
        f"Expires: {(today + SECURITY_TXT_LASTS).strftime('%Y-%m-%dT%H:%M:%SZ')}",
        f"Canonical: {request.build_absolute_uri('/.well-known/security.txt')}",
    ]
    return _text("\n".join(lines))


def _conferences_below(site: Site) -> list[tuple[Conference, str]]:
    conferences = Conference.objects.filter(home_page__path__startswith=site.root_page.path)
    conferences = conferences.select_related("feature_flags", "facts", "brand").order_by("-start_date")
    return [(conference, conference.home_page.path) for conference in conferences.select_related("home_page")]


def _text(text: str) -> HttpResponse:
    return HttpResponse(f"{text}\n", content_type="text/plain; charset=utf-8")
