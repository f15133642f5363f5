"""QR pictures."""

import io

import qrcode
from django.http import HttpResponse
from qrcode.image.svg import SvgPathFillImage

CONTENT_TYPE = "image/svg+xml"


def qr_svg(text: str) -> bytes:
    """Return an SVG picture of `text`: black on white with its quiet border, so that it can be read in dark mode too."""
    target = io.BytesIO()
    qrcode.make(text, image_factory=SvgPathFillImage, border=4).save(target)
    return target.getvalue()


def qr_response(text: str) -> HttpResponse:
    """Answer with the picture."""
    return HttpResponse(qr_svg(text), content_type=CONTENT_TYPE)
