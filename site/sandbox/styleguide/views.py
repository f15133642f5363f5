"""The style guide's page and the style sheets of its sample looks."""

from types import SimpleNamespace as Row

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html

from common.theme import brand_notes, theme_css, theme_of, theme_seats
from conference.models import Brand
from conference.qr import CONTENT_TYPE, qr_svg_for_paper
from sandbox.styleguide import samples
from sandbox.styleguide.looks import LOOKS, look


def styleguide(request: HttpRequest) -> HttpResponse:
    """Every component in every state; `?look=` picks one of the sample brands."""
    key = request.GET.get("look", "default")
    brand = _look_or_404(key)
    site_context = Row(
        conference=brand.conference,
        brand=brand,
        theme_url=reverse("styleguide_theme", args=[key]),
        logo=None,
        navigation=samples.NAVIGATION,
        footer_links=samples.FOOTER_LINKS,
        social_links=samples.SOCIAL_LINKS,
        notices=samples.NOTICES,
        basket=Row(url="#basket", units=3),
        account_url="#account",
        home_url=reverse("styleguide"),
        facts={},
    )
    theme = theme_of(brand)
    context = {
        "site_context": site_context,
        "samples": samples,
        "looks": LOOKS,
        "look": key,
        "notes": brand_notes(brand),
        "theme": theme,
        "filter_form": samples.FilterSample(),
        "form": samples.FieldSample(),
        "wrong_form": samples.FieldSample({"wrong-email": "amara@", "wrong-meal": "x"}, prefix="wrong"),
        "tracks": list(enumerate(samples.TRACKS, 1)),
        "figure": format_html(
            '<img src="{}" width="800" height="800" alt="Rows of seats, some of them taken">',
            reverse("styleguide_seats", args=[key, theme.version, "light"]),
        ),
        "qr": reverse("styleguide_qr"),
    }
    with timezone.override(samples.ZONE):
        return render(request, "sandbox/styleguide/page.html", context)


def styleguide_theme(_request: HttpRequest, key: str) -> HttpResponse:
    """The tokens of a sample look, whose drawing lies beside it because no conference of that name is stored."""
    css = theme_css(_look_or_404(key)).replace('url("/theme/', 'url("/styleguide/theme/')
    return HttpResponse(css, content_type="text/css")


def styleguide_seats(_request: HttpRequest, key: str, version: str, scheme: str) -> HttpResponse:
    """The drawing of a sample look."""
    brand = _look_or_404(key)
    if version != theme_of(brand).version:
        raise Http404
    return HttpResponse(theme_seats(brand, dark=scheme == "dark"), content_type="image/svg+xml")


def styleguide_qr(_request: HttpRequest) -> HttpResponse:
    """The sample ticket's code as a picture."""
    return HttpResponse(qr_svg_for_paper("TW27-9KQ4-M2"), content_type=CONTENT_TYPE)


def _look_or_404(key: str) -> Brand:
    if key not in LOOKS:
        raise Http404
    return look(key)


urlpatterns = [
    path("styleguide/qr.svg", styleguide_qr, name="styleguide_qr"),
    path("styleguide/", styleguide, name="styleguide"),
    path("styleguide/theme/<slug:key>.css", styleguide_theme, name="styleguide_theme"),
    path("styleguide/theme/<slug:key>-<str:version>-<str:scheme>.svg", styleguide_seats, name="styleguide_seats"),
]
