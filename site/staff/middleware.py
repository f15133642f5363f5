"""What every request below /admin/ needs before Wagtail's own views run, and what every answer carries."""

from collections.abc import Callable

from csp.utils import build_policy, default_config
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.defaults import page_not_found

from common.scope import attach, refused
from staff import guard

ADMIN = "/admin/"
POLICY_HEADER = "Content-Security-Policy"
NUL = "%00"  # no text of ours holds one, and PostgreSQL takes none


class StaffConferenceMiddleware:
    """Keeps Wagtail's own pages inside the staff member's conferences; the admin has a content security policy of its own.

    Wagtail's permission policies may ask which conference the person works on; an address that names an object of a
    conference at which they hold no role answers “not found”.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self.policy = build_policy(config=default_config(settings.ADMIN_CONTENT_SECURITY_POLICY))

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request."""
        if not request.path.startswith(ADMIN):
            return self.get_response(request)
        if request.user.is_authenticated:
            attach(request)
        response = self.get_response(request)
        response.headers.setdefault(POLICY_HEADER, self.policy)
        return response

    def process_view(self, request: HttpRequest, _view: Callable, _args: tuple, _kwargs: dict) -> HttpResponse | None:
        """Answer instead of the view where the staff member has nothing to do with what the address names."""
        is_staff = request.path.startswith(ADMIN) and request.user.is_authenticated
        if not is_staff or not request.user.has_perm("wagtailadmin.access_admin"):
            return None
        try:
            if NUL in request.META.get("QUERY_STRING", ""):
                raise Http404
            guard.check(request, request.resolver_match)
        except Http404 as missing:
            return page_not_found(request, missing, template_name="wagtailadmin/404.html")
        except ValidationError as closed:
            return refused(request, closed)
        return None
