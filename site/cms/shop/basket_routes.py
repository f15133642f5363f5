"""The basket: its page, and everything that is put in, changed or taken out."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import CsrfViewMiddleware
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.contrib.routable_page.models import path

from cms import cache
from cms.shop.basket import AnyBasket, basket_of, product_named, set_numbers
from cms.shop.basket_numbers import LINE, WANTED, keep_typed, line_number, subject_of, typed_in, wanted_in
from cms.shop.basket_view import look_into
from cms.shop.waiting_orders import waiting_for
from common import basket_mark
from common.rate_limit import count_back, is_too_often
from conference import scope
from registration.models import Voucher
from registration.queries.catalogue import key_of, load_catalogue
from registration.services.selling.adoption import ended_cart, refill
from registration.services.selling.baskets import campaign_of
from registration.services.selling.rules import unlocks
from registration.services.selling.vouchers import LONGEST_CODE

CODES_AT_ONCE, CODES_SECONDS = 30, 600


class BasketRoutes:
    """Adds the basket to a ticket page."""

    @path("cart/", name="cart")
    def cart(self, request: HttpRequest) -> HttpResponse:
        """Show the basket, or change it: `action` is one of `ACTIONS`, with the product that it is about behind a space."""
        cache.forbid(request)
        if request.method != "POST":
            return self.basket_page(request)
        if request.user.is_authenticated and _lacks_token(request):
            messages.info(request, _("You have signed in meanwhile. Please press the button again."))
            return HttpResponseRedirect(self.addresses.index())
        action = ACTIONS.get(request.POST.get("action", "add").partition(" ")[0])
        if action is None:
            return self.basket_page(request, problems=[_("That is nothing one can do with a basket.")])
        try:
            scope.require_open(self.conference)
            return HttpResponseRedirect(self._change(request, action, basket_of(request, self.conference)))
        except ValidationError as error:
            return self._refused(request, error.messages)

    def _change(self, request: HttpRequest, action: Callable[..., str], basket: AnyBasket) -> str:
        """Do what a button says and return where that leads; the numbers that are typed beside it count, whatever it is."""
        numbers = typed_in(request.POST, LINE)
        if not numbers:
            return action(self, request, basket)
        numbers.pop(subject_of(request.POST), None)  # the line that the button itself is about
        with basket.together():
            set_numbers(basket, {name: line_number(text) for name, text in numbers.items()})
            return action(self, request, basket)

    def basket_page(self, request: HttpRequest, *, problems: list[str] = ()) -> HttpResponse:
        """Render the basket; `problems` are sentences about a change that was refused, with what was typed for it."""
        view = look_into(basket_of(request, self.conference))
        basket_mark.note(request, self.conference, view.units, until=view.expires_at)
        is_signed_in = request.user.is_authenticated
        context = {
            "basket": view,
            "problems": problems,
            "typed": {**typed_in(request.POST, LINE), "code": request.POST.get("code", "")},
            "is_signed_in": is_signed_in,
            "waiting": waiting_for(request.user, self.conference),
            "ended": ended_cart(request.user, self.conference) if is_signed_in and view.is_empty else None,
        }
        return self.answer(request, "basket", _("Your basket"), context, status=400 if problems else 200)

    def _refused(self, request: HttpRequest, problems: list[str]) -> HttpResponse:
        """Show the page that the form came from again, with what was typed."""
        if request.POST.get("from") == "storefront":
            typed = {**typed_in(request.POST, WANTED), "code": request.POST.get("code", "")}
            return self.storefront(request, problems=problems, typed=typed)
        return self.basket_page(request, problems=problems)

    def _add(self, request: HttpRequest, basket: AnyBasket) -> str:
        catalogue = load_catalogue(self.conference)
        wanted = wanted_in(request.POST, catalogue)
        has_code = bool(request.POST.get("code", "").strip())
        if not wanted and has_code:
            return self._apply_voucher(request, basket)
        if not wanted:
            raise ValidationError(_("Choose how many you want of at least one ticket."))
        if has_code:
            self._take_code(request, basket)
        basket.add(wanted, campaign_of(request.POST), catalogue)
        units = sum(number for _product, number in wanted)
        words = ngettext(
            "%(units)d thing was put into your basket.", "%(units)d things were put into your basket.", units
        )
        messages.success(request, words % {"units": units})
        return self.addresses.cart()

    def _save(self, request: HttpRequest, basket: AnyBasket) -> str:
        """What Enter in a field does: the numbers are saved already, a code is left."""
        if request.POST.get("code", "").strip():
            return self._apply_voucher(request, basket)
        messages.success(request, _("Your basket is changed."))
        return self.addresses.cart()

    def _go(self, request: HttpRequest, basket: AnyBasket) -> str:
        if request.POST.get("code", "").strip():
            self._take_code(request, basket)
        return self.addresses.checkout()

    def _remove(self, request: HttpRequest, basket: AnyBasket) -> str:
        product = product_named(load_catalogue(self.conference), subject_of(request.POST))
        basket.set({product: 0})
        messages.success(request, _("“%(what)s” is out of your basket.") % {"what": product.name})
        return self.addresses.cart()

    def _apply_voucher(self, request: HttpRequest, basket: AnyBasket) -> str:
        is_on_storefront = request.POST.get("from") == "storefront"
        numbers = wanted_in(request.POST, load_catalogue(self.conference)) if is_on_storefront else []
        voucher = self._take_code(request, basket)
        if is_on_storefront:
            keep_typed(request, self.conference, {key_of(product): number for product, number in numbers})
            return self.addresses.index()
        opened = [ticket for ticket in load_catalogue(self.conference).tickets if ticket.requires_voucher]
        if any(ticket.is_active and unlocks(voucher, ticket) for ticket in opened):
            return self.addresses.index()  # which says that the voucher is in the basket, and what it opens
        messages.success(request, _("Voucher %(code)s is in your basket.") % {"code": voucher.code})
        return self.addresses.cart()

    def _take_code(self, request: HttpRequest, basket: AnyBasket) -> Voucher:
        if is_too_often(request, "voucher", limit=CODES_AT_ONCE, seconds=CODES_SECONDS):
            raise ValidationError(_("That were many codes. Wait ten minutes and try again."))
        code = request.POST.get("code", "").strip()[:LONGEST_CODE]
        if not code:
            raise ValidationError(_("Write the code of your voucher."))
        voucher = basket.apply_voucher(code)
        count_back(request, "voucher", seconds=CODES_SECONDS)  # who guesses misses
        return voucher

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
    "save": BasketRoutes._save,
    "go": BasketRoutes._go,
    "remove": BasketRoutes._remove,
    "voucher": BasketRoutes._apply_voucher,
    "no-voucher": BasketRoutes._remove_voucher,
    "refill": BasketRoutes._refill,
}


def _lacks_token(request: HttpRequest) -> bool:
    """Return whether Django's check of the token fails: what belongs to an account changes only with it."""

    def view() -> None:
        """Stand for a view that is not exempt."""

    return CsrfViewMiddleware(lambda _request: HttpResponse()).process_view(request, view, (), {}) is not None
