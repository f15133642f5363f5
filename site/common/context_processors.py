"""What every template of the public site finds in its context."""

from django.http import HttpRequest

from common.site_context import SiteContext


def site_context(request: HttpRequest) -> dict[str, SiteContext]:
    """Return what the frame around a page shows; it looks things up when the template asks for them."""
    if not hasattr(request, "_site_context"):
        request._site_context = SiteContext(request)
    return {"site_context": request._site_context}
