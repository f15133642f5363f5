"""The numbers in the forms of the shop: how many more of a product on the storefront, how many of a line in the basket."""

from collections.abc import Mapping

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _

from cms.shop.basket import product_named
from conference.models import Conference
from registration.errors import NotForSaleError
from registration.models import Product
from registration.queries.catalogue import Catalogue
from registration.services.selling.rules import MOST_AT_ONCE

WANTED, LINE = "q-", "n-"  # what the names of their fields begin with
LONGEST_NUMBER = len(str(MOST_AT_ONCE)) * 3
SESSION_KEY = "typed-numbers"


def typed_in(fields: Mapping[str, str], prefix: str) -> dict[str, str]:
    """Return {product as forms name it: text} of the fields that begin so."""
    return {name.removeprefix(prefix): value for name, value in fields.items() if name.startswith(prefix)}


def subject_of(fields: Mapping[str, str]) -> str:
    """Return the name of the product that the pressed button is about, "" for none."""
    return fields.get("action", "").partition(" ")[2]


def wanted_in(fields: Mapping[str, str], catalogue: Catalogue) -> list[tuple[Product, int]]:
    """Return what a form asks for; `ValidationError` for numbers that are none and products that are not ours."""
    asked = typed_in(fields, WANTED)
    if subject := subject_of(fields):
        asked[subject] = "1"
    numbers = [(name, _number(text)) for name, text in asked.items()]
    return [(product_named(catalogue, name), number) for name, number in numbers if number]


def line_number(text: str) -> int:
    """Return how many a line of the basket is to have; `ValidationError` for what is no number."""
    number = _number(text)
    if number is None:
        raise ValidationError(_("Write how many you want."))
    return number


def _number(text: str) -> int | None:
    field = forms.IntegerField(
        min_value=0,
        max_value=MOST_AT_ONCE,
        required=False,
        error_messages={
            "invalid": _("Write a whole number, such as 2."),
            "min_value": _("Write a number from 0."),
            "max_value": _("Nobody can buy that many at once."),
        },
    )
    if len(text) > LONGEST_NUMBER:
        raise NotForSaleError(_("Write a whole number, such as 2."))
    return field.clean(text)


def keep_typed(request: HttpRequest, conference: Conference, numbers: Mapping[str, int]) -> None:
    """Keep what was typed on the storefront, by product as forms name it, until it is shown next."""
    if numbers:
        request.session[SESSION_KEY] = {str(conference.pk): {name: str(number) for name, number in numbers.items()}}


def take_typed(request: HttpRequest, conference: Conference) -> dict[str, str]:
    """Return what was kept, once."""
    if SESSION_KEY not in request.session:
        return {}
    return request.session.pop(SESSION_KEY).get(str(conference.pk), {})
