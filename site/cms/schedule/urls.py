"""Addresses of the schedule that need more than the page tree gives: POSTs without a token, and the service worker."""

from django.http import HttpRequest, HttpResponse
from django.urls import path, re_path
from wagtail.views import serve

from cms.schedule.service_worker import service_worker
from common.anonymous_post import same_origin_post


@same_origin_post
def star_lists(request: HttpRequest, path: str) -> HttpResponse:
    """Let the schedule page answer for its lists; any other page of that name answers for itself."""
    return serve(request, path)


urlpatterns = [
    path("sw.js", service_worker, name="service_worker"),
    re_path(r"^((?:[\w\-]+/)*stars/)$", star_lists, name="star_lists"),
]
