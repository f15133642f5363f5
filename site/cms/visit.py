"""Which site a request is for and which version of it is current: everything a kept answer needs, by one SQL statement."""

from dataclasses import dataclass

from django.db.models import Subquery
from django.http import HttpRequest
from django.http.request import split_domain_port
from wagtail.models import Site
from wagtail.models.sites import SiteRootPath

from conference.models import PublicVersion


@dataclass(frozen=True)
class Visit:
    """The site that answers the host, and the version of everything public."""

    site: Site
    version: int
    root_paths: list[SiteRootPath]

    def tell(self, request: HttpRequest) -> None:
        """Spare Wagtail the same questions."""
        request._wagtail_site = self.site
        request._wagtail_cached_site_root_paths = self.root_paths


def visit_of(request: HttpRequest) -> Visit | None:
    """Return the visit (one SQL statement); `None` when no site answers this host."""
    version = Subquery(PublicVersion.objects.filter(pk=1).values("number")[:1])
    sites = list(
        Site.objects.select_related("root_page", "root_page__locale")
        .annotate(version=version)
        .order_by("-root_page__url_path", "-is_default_site", "hostname")
    )
    site = _match(sites, split_domain_port(request._get_raw_host())[0], request.get_port())
    if site is None:
        return None
    root_paths = [
        SiteRootPath(one.pk, one.root_page.url_path, one.root_url, one.root_page.locale.language_code) for one in sites
    ]
    return Visit(site, site.version or 0, root_paths)


def _match(sites: list[Site], host: str, port: str) -> Site | None:
    """Choose as Wagtail does: host and port, then the default site if it has the host, then the only one with the host."""
    of_host = [site for site in sites if site.hostname == host]
    default = next((site for site in sites if site.is_default_site), None)
    exact = next((site for site in of_host if str(site.port) == port), None)
    if exact is not None:
        return exact
    if default is not None and default in of_host:
        return default
    return of_host[0] if len(of_host) == 1 else default
