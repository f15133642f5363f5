"""POSTs from cached public pages, which hold no CSRF token: only for what belongs to nobody who is signed in.

A browser says where a request comes from (`Sec-Fetch-Site`, in older ones `Origin`); one that says neither, or another
site, is refused. So no other site can change a visitor's basket or list, and nothing behind a sign-in is reachable.
"""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse, HttpResponseForbidden
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt


def same_origin_post(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let a view take POSTs without a CSRF token when they come from its own site; other methods pass."""

    @csrf_exempt
    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if request.method not in {"GET", "HEAD", "OPTIONS"} and not is_same_origin(request):
            return HttpResponseForbidden(_("This form was sent from another site."), content_type="text/plain")
        return view(request, *args, **kwargs)

    return guarded


def is_same_origin(request: HttpRequest) -> bool:
    """Return whether the browser says that the request comes from this very site."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    return request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"
