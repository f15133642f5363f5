"""QR pictures."""

import io

import qrcode
from qrcode.image.svg import SvgPathFillImage, SvgPathImage

CONTENT_TYPE = "image/svg+xml"


def qr_svg(text: str) -> bytes:
    """Return an SVG picture of `text`: black on white with its quiet border, so that it can be read in dark mode too."""
    target = io.BytesIO()
    qrcode.make(text, image_factory=SvgPathFillImage, border=4).save(target)
    return target.getvalue()


def qr_svg_for_paper(text: str) -> bytes:
    """Return an SVG picture of `text` without ground and border, for white paper; a quarter of it may be damaged."""
    target = io.BytesIO()
    level = qrcode.constants.ERROR_CORRECT_Q
    qrcode.make(text, image_factory=SvgPathImage, border=0, error_correction=level).save(target)
    return target.getvalue()
