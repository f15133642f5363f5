"""QR pictures."""

import io

import segno

CONTENT_TYPE = "image/svg+xml"


def qr_svg(text: str) -> bytes:
    """Return an SVG picture of `text`: black on white with its quiet border, so that it can be read in dark mode too."""
    return _svg(text, error="m", border=4, light="#fff")


def qr_svg_for_paper(text: str) -> bytes:
    """Return an SVG picture of `text` without ground and border, for white paper; a quarter of it may be damaged."""
    return _svg(text, error="q", border=0)


def _svg(text: str, *, error: str, border: int, light: str | None = None) -> bytes:
    """Return the picture, which fills whatever size its place has; `error` is the level of correction: l, m, q, h."""
    target = io.BytesIO()
    code = segno.make(text, error=error, micro=False, boost_error=False)
    code.save(target, kind="svg", border=border, light=light, omitsize=True, svgclass=None, lineclass=None)
    return target.getvalue()
