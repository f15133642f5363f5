"""QR pictures as answers."""

from django.http import HttpResponse

from conference.qr import CONTENT_TYPE, qr_svg


def qr_response(text: str) -> HttpResponse:
    """Answer with the picture."""
    return HttpResponse(qr_svg(text), content_type=CONTENT_TYPE)
