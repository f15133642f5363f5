"""What a payment page may load from Stripe; every other page of the site loads nothing from elsewhere."""

from urllib.parse import urlsplit

from csp.constants import SELF
from csp.decorators import csp_replace
from django.conf import settings
from django.http import HttpResponse

STRIPE_API = "https://api.stripe.com"
# https://docs.stripe.com/security/guide#content-security-policy
SCRIPTS = ("https://*.js.stripe.com", "https://js.stripe.com")
FRAMES = (*SCRIPTS, "https://hooks.stripe.com")


def allow_stripe(response: HttpResponse) -> HttpResponse:
    """Let this answer load Stripe's library and what that loads; the stand-in's in its place where one is configured."""
    stand_in = {_origin(settings.STRIPE_JS_URL), _origin(settings.STRIPE_API_BASE)} - {
        STRIPE_API,
        "https://js.stripe.com",
    }
    ours = sorted(stand_in)
    policy = {
        "script-src": [SELF, *(ours or SCRIPTS)],
        "frame-src": [SELF, *(ours or FRAMES)],
        "connect-src": [SELF, *(ours or [STRIPE_API])],
    }
    return csp_replace(policy)(lambda: response)()


def _origin(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"
