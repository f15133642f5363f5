"""What every request below /admin/ needs before Wagtail's own views run."""

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from common.scope import attach

ADMIN = "/admin/"


class StaffConferenceMiddleware:
    """Lets Wagtail's permission policies ask which conference this staff member works on."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request."""
        if request.path.startswith(ADMIN) and request.user.is_authenticated:
            attach(request)
        return self.get_response(request)
