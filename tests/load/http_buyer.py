"""A buyer with a browser and no patience: the shop's pages over HTTP, form by form."""

import ipaddress
from collections.abc import Callable

import requests
from bs4 import BeautifulSoup
from django.conf import settings
from django.test import Client

from conference.models import User
from sandbox.stripe.controls import Controls
from tests.load.sale import BOUGHT, DECLINED, SOLD_OUT

TOKEN = "t" * 32
FIRST_ADDRESS = "10.0.0.0"
GOOD_CARD, BAD_CARD = "4242424242424242", "4000000000000002"


class ServerError(Exception):
    """The server answered with 5xx."""


class Buyer:
    """Somebody who is signed in, at one of the servers, with an address of their own in front of its proxy."""

    def __init__(self, user: User, base: str) -> None:
        self.base, self.session, self.is_filled = base, requests.Session(), False
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
        self.session.cookies.update({settings.SESSION_COOKIE_NAME: cookie, settings.CSRF_COOKIE_NAME: TOKEN})

        # what one address may do in an hour would stop a crowd that shares one
        self.session.headers["X-Forwarded-For"] = str(ipaddress.ip_address(FIRST_ADDRESS) + user.pk)

    def buy(self, fields: dict[str, str], pay: Callable[[str], bool]) -> str:
        """Fill the basket, order, and pay with `pay(client secret)`; return what became of it.

        A basket that did not become an order keeps what is in it for the next try.
        """
        if not self.is_filled:
            put_in = self._post("/tickets/cart/", {**fields, "action": "add", "from": "storefront"})
            self.is_filled = "/cart/" in put_in.url and put_in.status_code == requests.codes.ok
        if not self.is_filled:
            return SOLD_OUT
        code = fields.get("voucher", "")
        if code and self._post("/tickets/cart/", {"action": "voucher", "code": code}).status_code != requests.codes.ok:
            return SOLD_OUT
        form = self._form("/tickets/checkout/")
        if not form:
            return SOLD_OUT
        ordered = self._post("/tickets/checkout/", form)
        if "/orders/" not in ordered.url:
            return SOLD_OUT
        self.is_filled = False
        return self._pay(ordered.url.removeprefix(self.base), pay)

    def _pay(self, page: str, pay: Callable[[str], bool]) -> str:
        if not page.endswith("/pay/"):
            return BOUGHT
        begun = self._post(page, {"action": "start"})
        if begun.status_code != requests.codes.ok:
            return SOLD_OUT
        if not pay(begun.json()["client_secret"]):
            self._post(page, {"action": "cancel"})
            return DECLINED
        self._get(f"{page}done/")
        return BOUGHT

    def _form(self, path: str) -> dict[str, str]:
        """Return what a browser would send from the checkout as it is filled in."""
        answer = self._get(path)
        found = BeautifulSoup(answer.text, "html.parser").find("input", attrs={"name": "shown_total"})
        form = found.find_parent("form") if found else None
        if form is None:
            return {}
        values = {}
        for control in form.find_all("input"):
            kind, name = control.get("type", "text"), control.get("name")
            if name and (kind not in ("radio", "checkbox") or control.has_attr("checked") or kind == "checkbox"):
                values[name] = control.get("value", "on" if kind == "checkbox" else "")
        for control in form.find_all("select"):
            chosen = control.find("option", selected=True) or control.find("option")
            values[control["name"]] = chosen.get("value", "") if chosen else ""
        return values

    def _get(self, path: str) -> requests.Response:
        return self._checked(self.session.get(self.base + path, timeout=120))

    def _post(self, path: str, data: dict[str, str]) -> requests.Response:
        data = {**data, "csrfmiddlewaretoken": TOKEN}
        headers = {"Sec-Fetch-Site": "same-origin", "Origin": self.base}
        return self._checked(self.session.post(self.base + path, data=data, headers=headers, timeout=120))

    def _checked(self, answer: requests.Response) -> requests.Response:
        if answer.status_code >= requests.codes.server_error:
            raise ServerError(answer.url)
        return answer


def card_payer(sandbox: Controls, card: str) -> Callable[[str], bool]:
    """Return `pay(client secret)`: what the payment page's script does with this card; whether it worked."""
    return lambda secret: sandbox.pay(secret, card).status == "succeeded"
