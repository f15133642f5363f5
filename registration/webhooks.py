"""Where Stripe calls: one address per conference. Thin: who calls is checked here, what it means is a service's."""

import json
import logging

import stripe
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from conference.models import Conference
from conference.settings import get_config
from registration.errors import NotYetKnownError
from registration.services.stripe import events as stripe_events
from registration.services.stripe.client import livemode
from registration.stripe_errors import NotThereError

logger = logging.getLogger(__name__)


class NotStripe(Exception):  # noqa: N818 - it is no error of ours
    """The request is not a webhook of this conference's account; the message names no secret."""


@csrf_exempt  # Stripe has no cookie of ours; its signature says who calls
@require_POST
def stripe_webhook(request: HttpRequest, slug: str) -> HttpResponse:
    """Take an event. 200: done or known; 400: not from Stripe, or not for us; 409 and 500: Stripe shall say it again."""
    conference = get_object_or_404(Conference, slug=slug)
    try:
        payload = verified(conference, request.body, request.headers.get("Stripe-Signature", ""))
    except NotStripe as error:
        logger.warning("webhook of %s refused: %s", slug, error)
        return _answer(400, str(error))
    event = stripe_events.keep(conference, payload)
    try:
        stripe_events.process(event)
    except NotYetKnownError as error:
        return _answer(409, str(error))
    except NotThereError:
        return _answer(400, "no such object in this account")
    except Exception:  # noqa: BLE001 - it is kept with the event; Stripe repeats what is answered with an error
        return _answer(500, "kept, and not processed yet")
    return _answer(200, "ok")


def verified(conference: Conference, body: bytes, signature: str) -> dict:
    """Return the event that the raw body holds; `NotStripe` unless it is signed with the conference's secret, and new."""
    secret = conference.stripe_webhook_secret
    if not secret:
        raise NotStripe("this conference has no webhook secret")
    if not signature.isascii():
        raise NotStripe("the signature is none")
    try:
        stripe.WebhookSignature.verify_header(body, signature, secret, get_config().stripe.webhook_tolerance)
        payload = json.loads(body)
    except stripe.SignatureVerificationError:
        raise NotStripe("the signature is wrong or too old") from None
    except (ValueError, RecursionError):
        raise NotStripe("the body is no JSON") from None
    if not _is_event(payload):
        raise NotStripe("the body is no event")
    if payload["livemode"] != livemode(conference):
        raise NotStripe("test and live do not mix")
    return payload


def _is_event(payload: object) -> bool:
    return (
        isinstance(payload, dict)
        and isinstance(payload.get("id"), str)
        and isinstance(payload.get("type"), str)
        and isinstance(payload.get("livemode"), bool)
        and isinstance(payload.get("data"), dict)
        and isinstance(payload["data"].get("object"), dict)
    )


def _answer(status: int, text: str) -> HttpResponse:
    return HttpResponse(text, status=status, content_type="text/plain; charset=utf-8")
