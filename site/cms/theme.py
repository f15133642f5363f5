"""Addresses of a conference's look: its tokens as a style sheet and its drawing. Both may be kept for ever."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, register_converter
from django.urls.converters import StringConverter

from common.theme import seats_url, theme_css, theme_of, theme_seats, theme_url
from conference.models import Brand

ONE_YEAR = 365 * 24 * 60 * 60


class ThemeVersionConverter(StringConverter):
    """Twelve hexadecimal digits."""

    regex = "[0-9a-f]{12}"


class SchemeConverter(StringConverter):
    """The two colour schemes."""

    regex = "light|dark"


register_converter(ThemeVersionConverter, "theme_version")
register_converter(SchemeConverter, "colour_scheme")


def theme_stylesheet(_request: HttpRequest, slug: str, version: str) -> HttpResponse:
    """The brand's tokens; an outdated version leads to the current one, because a kept page may still ask for it."""
    brand = _brand(slug)
    if version != theme_of(brand).version:
        return _moved(theme_url(brand))
    return _for_ever(theme_css(brand), "text/css; charset=utf-8")


def theme_drawing(_request: HttpRequest, slug: str, version: str, scheme: str) -> HttpResponse:
    """The rows of seats behind the conference's hero, for light or dark pages."""
    brand = _brand(slug)
    dark = scheme == "dark"
    if version != theme_of(brand).version:
        return _moved(seats_url(brand, dark=dark))
    return _for_ever(theme_seats(brand, dark=dark), "image/svg+xml")


def _brand(slug: str) -> Brand:
    # Only what the look needs: the conference's row also holds secrets that would be decrypted for nothing.
    look = ("brand_colour", "accent_colour", "display_font", "corner_radius", "conference__slug")
    return get_object_or_404(Brand.objects.select_related("conference").only(*look), conference__slug=slug)


def _for_ever(body: str, content_type: str) -> HttpResponse:
    return HttpResponse(
        body,
        content_type=content_type,
        headers={
            "Cache-Control": f"public, max-age={ONE_YEAR}, immutable",
            "X-Content-Type-Options": "nosniff",
        },
    )


def _moved(url: str) -> HttpResponse:
    return HttpResponseRedirect(url, headers={"Cache-Control": "no-store"})


urlpatterns = [
    path("theme/<slug:slug>-<theme_version:version>.css", theme_stylesheet, name="theme_css"),
    path("theme/<slug:slug>-<theme_version:version>-<colour_scheme:scheme>.svg", theme_drawing, name="theme_seats"),
]
