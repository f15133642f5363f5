"""What visitors find at `/` before there is anything to show."""

from django.contrib.auth import get_user_model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.cache import add_never_cache_headers
from wagtail import hooks
from wagtail.models import Page
from wagtail.views import serve

from cms.models import HomePage
from cms.starter.place import is_welcome
from conference.models import Conference


def front_door(request: HttpRequest) -> HttpResponse:
    """Answer with the page tree's front page, or say that the site is being set up while the host has none."""
    try:
        return serve(request, "")
    except Http404:
        if HomePage.objects.live().exists():
            raise
    return being_set_up(request)


@hooks.register("before_serve_page")
def instead_of_wagtails_welcome(page: Page, request: HttpRequest, *_args: object) -> HttpResponse | None:
    """Show our own page where Wagtail would show the one it puts into a new database."""
    return being_set_up(request) if is_welcome(page) else None


def being_set_up(request: HttpRequest) -> HttpResponse:
    """Lead a superuser to the set-up while there is no conference; tell everybody else what is going on."""
    has_conference = Conference.objects.exists()
    if request.user.is_superuser and not has_conference:
        return redirect(reverse("setup"))
    response = render(
        request,
        "cms/being_set_up.html",
        {
            "has_conference": has_conference,
            "has_superuser": get_user_model().objects.filter(is_superuser=True, is_active=True).exists(),
            "may_open_admin": request.user.has_perm("wagtailadmin.access_admin"),
        },
    )
    add_never_cache_headers(response)
    return response


urlpatterns = [path("", front_door, name="front_door")]
