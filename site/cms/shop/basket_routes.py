"""The basket: its page, and everything that is put in, changed or taken out."""

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import CsrfViewMiddleware
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.contrib.routable_page.models import path

from cms import cache
from cms.shop.basket import AnyBasket, basket_of, product_named
from cms.shop.basket_view import look_into
from common import basket_mark
from common.rate_limit import count_back, is_too_often
from conference import scope
from registration.errors import NotForSaleError
from registration.models import Product
from registration.queries.catalogue import Catalogue, load_catalogue
from registration.services.selling.adoption import ended_cart, refill
from registration.services.selling.baskets import campaign_of
from registration.services.selling.rules import MOST_AT_ONCE, unlocks
from registration.services.selling.vouchers import LONGEST_CODE

QUANTITY = "q-"
CODES_AT_ONCE, CODES_SECONDS = 30, 600


class BasketRoutes:
    """Adds the basket to a ticket page."""

    @path("cart/", name="cart")
    def cart(self, request: HttpRequest) -> HttpResponse:
        """Show the basket, or change it: `action` is one of `ACTIONS`."""
        cache.forbid(request)
        if request.method != "POST":
            return self.basket_page(request)
        if request.user.is_authenticated and _lacks_token(request):
            messages.info(request, _("You have signed in meanwhile. Please press the button again."))
            return HttpResponseRedirect(self.addresses.index())
        action = ACTIONS.get(request.POST.get("action", "add"))
        if action is None:
            return self.basket_page(request, problems=[_("That is nothing one can do with a basket.")])
        try:
            scope.require_open(self.conference)
            return HttpResponseRedirect(action(self, request, basket_of(request, self.conference)))
        except ValidationError as error:
            return self._refused(request, error.messages)

    def basket_page(self, request: HttpRequest, *, problems: list[str] = ()) -> HttpResponse:
        """Render the basket; `problems` are sentences about a change that was refused."""
        view = look_into(basket_of(request, self.conference))
        basket_mark.note(request, self.conference, view.units, until=view.expires_at)
        is_signed_in = request.user.is_authenticated
        context = {
            "basket": view,
            "problems": problems,
            "is_signed_in": is_signed_in,
            "ended": ended_cart(request.user, self.conference) if is_signed_in and view.is_empty else None,
        }
        return self.answer(request, "basket", _("Your basket"), context, status=400 if problems else 200)

    def _refused(self, request: HttpRequest, problems: list[str]) -> HttpResponse:
        """Show the page that the form came from again, with what was typed."""
        if request.POST.get("from") == "storefront":
            typed = {name.removeprefix(QUANTITY): value for name, value in request.POST.items()}
            return self.storefront(request, problems=problems, typed=typed)
        return self.basket_page(request, problems=problems)

    def _add(self, request: HttpRequest, basket: AnyBasket) -> str:
        catalogue = load_catalogue(self.conference)
        wanted = _wanted(request, catalogue)
        if not wanted:
            raise ValidationError(_("Choose how many you want of at least one ticket."))
        basket.add(wanted, campaign_of(request.POST), catalogue)
        units = sum(number for _product, number in wanted)
        words = ngettext("%(units)d thing is in your basket now.", "%(units)d things are in your basket now.", units)
        messages.success(request, words % {"units": units})
        return self.addresses.cart()

    def _set(self, request: HttpRequest, basket: AnyBasket) -> str:
        product = product_named(load_catalogue(self.conference), request.POST.get("line", ""))
        number = _number(request.POST.get("quantity", ""))
        if number is None:
            raise ValidationError(_("Write how many you want."))
        basket.set(product, number)
        messages.success(request, _("Your basket is changed."))
        return self.addresses.cart()

    def _remove(self, request: HttpRequest, basket: AnyBasket) -> str:
        product = product_named(load_catalogue(self.conference), request.POST.get("line", ""))
        basket.set(product, 0)
        messages.success(request, _("“%(what)s” is out of your basket.") % {"what": product.name})
        return self.addresses.cart()

    def _apply_voucher(self, request: HttpRequest, basket: AnyBasket) -> str:
        if is_too_often(request, "voucher", limit=CODES_AT_ONCE, seconds=CODES_SECONDS):
            raise ValidationError(_("That were many codes. Wait ten minutes and try again."))
        code = request.POST.get("code", "").strip()[:LONGEST_CODE]
        if not code:
            raise ValidationError(_("Write the code of your voucher."))
        voucher = basket.apply_voucher(code)
        count_back(request, "voucher", seconds=CODES_SECONDS)  # who guesses misses
        opened = [ticket for ticket in load_catalogue(self.conference).tickets if ticket.requires_voucher]
        opens_any = any(ticket.is_active and unlocks(voucher, ticket) for ticket in opened)
        if opens_any or request.POST.get("from") == "storefront":
            return self.addresses.index()  # which says that the voucher is in the basket, and what it opens
        messages.success(request, _("Voucher %(code)s is in your basket.") % {"code": voucher.code})
        return self.addresses.cart()

    def _remove_voucher(self, request: HttpRequest, basket: AnyBasket) -> str:
        basket.remove_voucher()
        messages.success(request, _("The voucher is out of your basket."))
        return self.addresses.cart()

    def _refill(self, request: HttpRequest, _basket: AnyBasket) -> str:
        if not request.user.is_authenticated:
            raise ValidationError(_("Sign in to find a basket of yours."))
        for sentence in refill(request.user, self.conference).told:
            messages.warning(request, sentence)
        return self.addresses.cart()


ACTIONS = {
    "add": BasketRoutes._add,
    "set": BasketRoutes._set,
    "remove": BasketRoutes._remove,
    "voucher": BasketRoutes._apply_voucher,
    "no-voucher": BasketRoutes._remove_voucher,
    "refill": BasketRoutes._refill,
}


def _wanted(request: HttpRequest, catalogue: Catalogue) -> list[tuple[Product, int]]:
    """Return what a form asks for; `ValidationError` for numbers that are none and products that are not ours."""
    wanted = []
    for name, value in request.POST.items():
        if not name.startswith(QUANTITY):
            continue
        number = _number(value)
        if number:
            wanted.append((product_named(catalogue, name.removeprefix(QUANTITY)), number))
    return wanted


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
    if len(text) > len(str(MOST_AT_ONCE)) * 3:
        raise NotForSaleError(_("Write a whole number, such as 2."))
    return field.clean(text)


def _lacks_token(request: HttpRequest) -> bool:
    """Return whether Django's check of the token fails: what belongs to an account changes only with it."""

    def view() -> None:
        """Stand for a view that is not exempt."""

    return CsrfViewMiddleware(lambda _request: HttpResponse()).process_view(request, view, (), {}) is not None
