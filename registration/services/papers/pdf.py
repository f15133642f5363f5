"""From one of our templates to a PDF. Nothing is fetched but our own files: no page, no picture of anybody else.

WeasyPrint draws with Pango, a library of the system. Where that is missing the rest of the site works, and whoever asks
for a document gets `PdfUnavailableError`.
"""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from babel.core import get_global
from django.contrib.staticfiles import finders
from django.template.loader import get_template, render_to_string
from django.utils import translation

from conference import extension
from conference.models import Conference

if TYPE_CHECKING:
    from weasyprint.urls import URLFetcher, URLFetcherResponse

OWN = "own:"
FONTS = "vendor/fonts"
LETTER_COUNTRIES = {"US", "CA", "MX", "PH", "CL", "CO", "VE", "CR", "GT", "PA", "DO", "PR"}
DEFAULT_COLOUR = "#0b5d4e"

logging.getLogger("weasyprint").setLevel(logging.ERROR)
logging.getLogger("fontTools").setLevel(logging.ERROR)


class PdfUnavailableError(extension.UnavailableError):
    """This machine cannot draw documents."""


@dataclass(frozen=True)
class OwnFile:
    """A file that a document may show: its bytes and their type."""

    content: bytes
    content_type: str


def render(
    template: str, context: Mapping, *, conference: Conference, files: Mapping[str, OwnFile] | None = None
) -> bytes:
    """Return the PDF of a template below `templates/documents/`, in the conference's language, colours and paper.

    `files` {name: file} can be shown as `own:<name>`. `PdfUnavailableError` where Pango is missing.
    """
    with translation.override(conference.language):
        html = render_to_string(template, {**context, "conference": conference})
    weasyprint = _weasyprint()
    fonts = _fonts()
    fetcher = _fetcher(files or {})
    sheets = [
        weasyprint.CSS(string=sheet, font_config=fonts, url_fetcher=fetcher, base_url=OWN)
        for sheet in (_sheet(), _look(conference))
    ]
    document = weasyprint.HTML(string=html, url_fetcher=fetcher, base_url=OWN)
    return document.write_pdf(stylesheets=sheets, font_config=fonts, pdf_tags=True)


def paper_of(conference: Conference) -> str:
    """Return the sheet people use where the conference takes place: "Letter" or "A4"."""
    country = get_global("zone_territories").get(conference.timezone, "")
    return "Letter" if country in LETTER_COUNTRIES else "A4"


def _look(conference: Conference) -> str:
    """Return what differs from conference to conference; the colour is checked to be one when it is stored."""
    brand = getattr(conference, "brand", None)
    colour = brand.brand_colour if brand else DEFAULT_COLOUR
    return f"@page {{ size: {paper_of(conference)} }} :root {{ --brand: {colour} }}"


def _sheet() -> str:
    return get_template("documents/document.css").render()


def _weasyprint() -> object:
    try:
        import weasyprint  # noqa: PLC0415 - it loads Pango, without which the site must run all the same
    except OSError as error:
        raise PdfUnavailableError(str(error)) from error
    return weasyprint


def _fonts() -> object:
    from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415 - as above

    return FontConfiguration()


def _fetcher(files: Mapping[str, OwnFile]) -> "URLFetcher":
    return _fetcher_class()(files)


@cache
def _fetcher_class() -> type:
    from weasyprint.urls import URLFetcher, URLFetcherResponse  # noqa: PLC0415 - as above

    class OwnFiles(URLFetcher):
        """Answers for `own:` addresses only; for every other one there is nothing."""

        def __init__(self, files: Mapping[str, OwnFile]) -> None:
            super().__init__(allowed_protocols=(), allow_redirects=False)
            self.files = files

        def fetch(self, url: str, headers: object = None) -> "URLFetcherResponse":  # noqa: ARG002 - the library's signature
            """Return one of our files; `ValueError`, which leaves the place empty, for any other address."""
            if not url.startswith(OWN):
                raise ValueError(f"not one of our files: {url}")
            name = url.removeprefix(OWN)
            file = self.files.get(name) or _font(name)
            if file is None:
                raise ValueError(f"no such file: {url}")
            return URLFetcherResponse(url, file.content, {"Content-Type": file.content_type})

    return OwnFiles


@cache
def _font(name: str) -> OwnFile | None:
    """Return one of the typefaces that come with the site; `None` for anything else."""
    if not name.endswith(".woff2") or "/" in name or "\\" in name:
        return None
    path = finders.find(f"{FONTS}/{name}")
    return OwnFile(Path(path).read_bytes(), "font/woff2") if path else None
