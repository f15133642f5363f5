"""Events on their way to the shop: signed, repeated, lost, held, forged."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import stripe
from django.http import HttpResponse
from django.test import Client
from django.urls import path

from sandbox.stripe.endpoints import make_ready


class Receiver(ThreadingHTTPServer):
    """Receives webhooks and answers with `status`."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server_port}/hook"
        self.status = 200
        self.got = []
        self.at_once = self.most_at_once = 0
        self.meeting = None
        self.lock = threading.Lock()
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    @property
    def kinds(self):
        return [json.loads(body)["type"] for body, _ in self.got]


class Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        server = self.server
        with server.lock:
            server.at_once += 1
            server.most_at_once = max(server.most_at_once, server.at_once)
        if server.meeting:
            server.meeting.wait(timeout=5)
        with server.lock:
            server.at_once -= 1
            server.got.append((body, self.headers["Stripe-Signature"]))
        self.send_response(server.status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *args):
        pass


@pytest.fixture
def receiver():
    server = Receiver()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def endpoint(api, receiver):
    """Return `make(*kinds)`: the shop's endpoint at the receiver."""

    def make(*kinds, url=None):
        params = {
            "url": url or receiver.url,
            "enabled_events": list(kinds) or ["*"],
            "api_version": stripe.api_version,
        }
        return api.webhook_endpoints.create(params=params)

    return make


def test_events_are_signed_with_the_endpoints_secret(endpoint, receiver, intent, stripe_sandbox):
    secret = endpoint().secret
    made = intent()
    assert stripe_sandbox.webhooks.wait()
    [(body, header)] = receiver.got
    event = stripe.Webhook.construct_event(body, header, secret)
    assert (event.type, event.data.object.id, event.livemode) == ("payment_intent.created", made.id, False)
    assert event.api_version == stripe.api_version
    with pytest.raises(stripe.SignatureVerificationError):
        stripe.Webhook.construct_event(body, header, "whsec_other")


def test_an_endpoint_gets_the_kinds_it_asked_for(endpoint, receiver, paid, stripe_sandbox):
    endpoint("payment_intent.succeeded", "charge.refunded")
    paid()
    assert stripe_sandbox.webhooks.wait()
    assert receiver.kinds == ["payment_intent.succeeded"]


def test_an_endpoint_gets_its_own_accounts_events_only(endpoint, receiver, client_of, stripe_sandbox):
    endpoint()
    other = client_of(stripe_sandbox.account("other").secret_key).v1
    other.payment_intents.create(params={"amount": 100, "currency": "eur"})
    assert stripe_sandbox.webhooks.wait()
    assert receiver.got == []


def test_a_bad_answer_is_followed_by_another_attempt(endpoint, receiver, api, intent, stripe_sandbox):
    endpoint()
    receiver.status = 500
    intent()
    assert stripe_sandbox.webhooks.wait()
    [event] = api.events.list(params={"delivery_success": False}).data
    assert event.pending_webhooks == 1
    receiver.status = 200

    stripe_sandbox.advance(60)

    assert stripe_sandbox.webhooks.wait()
    [delivered] = stripe_sandbox.webhooks.deliveries()
    assert (delivered.statuses, delivered.is_over) == ((500, 200), True)
    first, second = [header.split(",")[0] for _, header in receiver.got]
    assert first != second
    assert api.events.list(params={"delivery_success": False}).data == []


def test_attempts_end_after_days(endpoint, receiver, intent, stripe_sandbox):
    endpoint()
    receiver.status = 404
    intent()
    for _turn in range(12):
        assert stripe_sandbox.webhooks.wait()
        stripe_sandbox.advance(48 * 3600)
    [delivery] = stripe_sandbox.webhooks.deliveries()
    assert delivery.is_over
    assert len(delivery.statuses) == 9


def test_lost_events_never_reach_the_shop_at_first(endpoint, receiver, intent, stripe_sandbox):
    endpoint()
    stripe_sandbox.webhooks.lose(1)
    intent()
    assert stripe_sandbox.webhooks.wait()
    assert receiver.got == []
    stripe_sandbox.advance(5)
    assert stripe_sandbox.webhooks.wait()
    assert receiver.kinds == ["payment_intent.created"]


def test_copies_travel_at_the_same_moment(endpoint, receiver, intent, stripe_sandbox):
    endpoint()
    receiver.meeting = threading.Barrier(3)
    stripe_sandbox.webhooks.repeat(3)
    intent()
    assert stripe_sandbox.webhooks.wait()
    assert (len(receiver.got), receiver.most_at_once) == (3, 3)
    assert len({json.loads(body)["id"] for body, _ in receiver.got}) == 1


@pytest.mark.parametrize("reverse", [False, True])
def test_held_events_are_released_in_either_order(endpoint, receiver, paid, stripe_sandbox, reverse):
    endpoint("charge.succeeded", "payment_intent.succeeded")
    stripe_sandbox.webhooks.hold()
    paid()
    assert stripe_sandbox.webhooks.wait()
    assert receiver.got == []

    released = stripe_sandbox.webhooks.release(reverse=reverse)

    order = ["charge.succeeded", "payment_intent.succeeded"]
    assert receiver.kinds == (order[::-1] if reverse else order)
    assert [each.statuses for each in released] == [(200,), (200,)]


def test_events_can_be_delayed(endpoint, receiver, intent, stripe_sandbox):
    endpoint()
    stripe_sandbox.webhooks.delay(3600)
    intent()
    assert stripe_sandbox.webhooks.wait()
    assert receiver.got == []
    stripe_sandbox.advance(3600)
    assert stripe_sandbox.webhooks.wait()
    assert len(receiver.got) == 1


def test_an_event_can_be_sent_again(endpoint, receiver, intent, stripe_sandbox):
    secret = endpoint().secret
    intent()
    assert stripe_sandbox.webhooks.wait()
    [event] = stripe_sandbox.objects("event")
    assert stripe_sandbox.webhooks.again(event["id"]) == [200]
    assert [stripe.Webhook.construct_event(body, header, secret).id for body, header in receiver.got] == [
        event["id"]
    ] * 2


def test_an_event_can_be_forged(endpoint, receiver, intent, stripe_sandbox):
    secret = endpoint().secret
    intent()
    assert stripe_sandbox.webhooks.wait()
    [event] = stripe_sandbox.objects("event")
    stripe_sandbox.webhooks.forge(event["id"], secret="whsec_wrong")
    stripe_sandbox.webhooks.forge(event["id"], age=301)
    stripe_sandbox.webhooks.forge(event["id"], changes={"livemode": True})
    real, wrong, old, live = receiver.got
    stripe.Webhook.construct_event(*real, secret)
    for forged in (wrong, old):
        with pytest.raises(stripe.SignatureVerificationError):
            stripe.Webhook.construct_event(*forged, secret)
    assert stripe.Webhook.construct_event(*live, secret).livemode is True


def test_nothing_leaves_this_machine(endpoint, intent, stripe_sandbox):
    endpoint(url="https://elsewhere.example/hook")
    intent()
    assert stripe_sandbox.webhooks.wait()
    assert [each.statuses for each in stripe_sandbox.webhooks.deliveries()] == [(0,)]


# --- through Django's client --------------------------------------------------------------------------------------


def hook(request):
    if request.GET.get("broken"):
        raise RuntimeError("The shop fails")
    event = stripe.Webhook.construct_event(request.body, request.headers["Stripe-Signature"], hook.secret)
    hook.seen.append((event.type, request.get_host()))
    return HttpResponse(status=202)


urlpatterns = [path("hook/", hook)]


@pytest.mark.urls(__name__)
def test_a_test_without_a_running_site_sends_them_through_djangos_client(endpoint, intent, stripe_sandbox):
    hook.secret, hook.seen = endpoint(url="http://testserver/hook/").secret, []
    stripe_sandbox.webhooks.to(Client())
    intent()
    assert stripe_sandbox.webhooks.wait()
    assert hook.seen == []

    [delivered] = stripe_sandbox.webhooks.release()

    assert delivered.statuses == (202,)
    assert hook.seen == [("payment_intent.created", "testserver")]
    assert stripe_sandbox.webhooks.release() == []


@pytest.mark.urls(__name__)
def test_a_view_that_fails_is_a_500_and_is_tried_again(endpoint, intent, stripe_sandbox):
    endpoint(url="http://testserver/hook/?broken=1")
    stripe_sandbox.webhooks.to(Client())
    intent()
    assert [each.statuses for each in stripe_sandbox.webhooks.release()] == [(500,)]
    assert stripe_sandbox.webhooks.release() == []
    stripe_sandbox.advance(2)
    assert [each.statuses for each in stripe_sandbox.webhooks.release()] == [(500, 500)]


# --- endpoints ----------------------------------------------------------------------------------------------------


def test_the_secret_is_told_once(endpoint, api):
    made = endpoint()
    assert made.secret.startswith("whsec_")
    assert "secret" not in api.webhook_endpoints.retrieve(made.id)
    assert ["secret" in each for each in api.webhook_endpoints.list().data] == [False]


def test_an_endpoint_can_be_switched_off_and_deleted(endpoint, api, receiver, intent, stripe_sandbox, refused):
    made = endpoint()
    assert api.webhook_endpoints.update(made.id, params={"disabled": True}).status == "disabled"
    intent()
    api.webhook_endpoints.delete(made.id)
    assert stripe_sandbox.webhooks.wait()
    assert receiver.got == []
    assert refused(lambda: api.webhook_endpoints.retrieve(made.id)).http_status == 404


@pytest.mark.parametrize("url", ["shop.example/hook", "ftp://shop.example/hook", "/hook"])
def test_an_endpoint_needs_an_address(endpoint, refused, url):
    assert refused(lambda: endpoint(url=url)).code == "url_invalid"


def test_a_live_endpoint_needs_https(client_of, stripe_sandbox, refused):
    live = client_of(stripe_sandbox.account("test").key("sk", livemode=True)).v1
    params = {"url": "http://shop.example/", "enabled_events": ["*"]}
    assert refused(lambda: live.webhook_endpoints.create(params=params)).code == "url_invalid"


def test_the_ready_made_endpoint_gives_way_to_the_shops_own(endpoint, receiver, intent, api, stripe_sandbox):
    account = stripe_sandbox.account("test")
    ledger = stripe_sandbox.sandbox.ledger(account)
    make_ready(ledger, "http://127.0.0.1:1/old")
    make_ready(ledger, receiver.url)
    intent()
    assert stripe_sandbox.webhooks.wait()
    [(body, header)] = receiver.got
    assert stripe.Webhook.construct_event(body, header, account.webhook_secret).type == "payment_intent.created"

    own = endpoint()
    make_ready(ledger, receiver.url)

    assert [each.id for each in api.webhook_endpoints.list().data] == [own.id]
