"""The checkout: first an address with a code, then one page with everything an order needs."""

import re
from decimal import Decimal

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.contrib.routable_page.models import path

from cms import cache
from cms.shop.basket import OwnBasket, basket_of
from cms.shop.basket_view import BasketView, look_into
from cms.shop.checkout_page import Checkout
from cms.shop.people_list import fill_in, fills_in_words, left_in_words, numbers_in_words, read_people
from cms.shop.sign_in import EmailForm
from common import basket_mark
from common.rate_limit import is_too_often
from common.sign_in_by_code import send_code
from conference import scope
from registration.errors import PriceChangedError
from registration.models import Order
from registration.queries.carts import order_of
from registration.services.checkout import Wishes
from registration.services.place_order import place_order
from registration.services.selling.buyer_details import keep_details
from registration.services.setting_up.sales import sales_of

LONGEST_LIST = 50_000
CODES_AN_HOUR, ORDERS_AN_HOUR, TRANSFERS_AN_HOUR, HOUR = 30, 30, 20, 3600
AMOUNT = re.compile(r"[0-9]{1,12}(\.[0-9]{1,2})?")


class CheckoutRoutes:
    """Adds the checkout to a ticket page."""

    @path("checkout/", name="checkout")
    def checkout(self, request: HttpRequest) -> HttpResponse:
        """Lead from a basket to an order, one thing at a time."""
        cache.forbid(request)
        if not request.user.is_authenticated:
            return self._ask_for_address(request)
        basket = basket_of(request, self.conference)
        if request.method == "POST" and (order := _order_of_sent_cart(request, basket)):
            return HttpResponseRedirect(self._next_of(order))
        view = look_into(basket)
        basket_mark.note(request, self.conference, view.units, until=view.expires_at)
        if not view.can_be_ordered:
            return HttpResponseRedirect(self.addresses.cart())
        if request.method == "POST":
            return self._take(request, basket, view)
        return self._show(request, basket, self._checkout(request, basket, view))

    def _ask_for_address(self, request: HttpRequest) -> HttpResponse:
        basket = basket_of(request, self.conference)
        units = basket.units()
        basket_mark.note(request, self.conference, units)
        if not units:
            return HttpResponseRedirect(self.addresses.cart())
        form = EmailForm(request.POST if request.method == "POST" else None)
        if request.method == "POST" and is_too_often(request, "checkout-code", limit=CODES_AN_HOUR, seconds=HOUR):
            form.add_error(None, _("That were many codes. Wait an hour and try again."))
        elif request.method == "POST" and form.is_valid():
            return HttpResponseRedirect(send_code(request, form, back_to=self.addresses.checkout()))
        return self.answer(request, "sign_in", _("Your address"), {"form": form, "basket": look_into(basket)})

    def _checkout(
        self, request: HttpRequest, basket: OwnBasket, view: BasketView, *, is_sent: bool = False
    ) -> Checkout:
        sales = sales_of(self.conference)
        sales.conference = self.conference
        return Checkout(
            self.conference,
            request.user,
            view,
            sales,
            held=basket.held_tickets,
            data=request.POST if is_sent else None,
            kept=basket.cart.checkout_data.get("fields", {}),
        )

    def _take(self, request: HttpRequest, basket: OwnBasket, view: BasketView) -> HttpResponse:
        checkout = self._checkout(request, basket, view, is_sent=True)
        people = request.POST.get("people", "")[:LONGEST_LIST]
        if request.POST.get("action") == "fill" or people.strip():
            return self._fill(request, basket, checkout, people)
        if not checkout.is_valid():
            return self._refuse(request, basket, checkout, checkout.problems())
        try:
            scope.require_open(self.conference)
            _refuse_too_many(request, checkout.agreement.way)
            order = self._place(request, basket, checkout)
        except PriceChangedError as error:
            fresh = self._checkout(request, basket, look_into(basket), is_sent=True)
            return self._refuse(request, basket, fresh, _sentences(error))
        except ValidationError as error:
            return self._refuse(request, basket, checkout, _sentences(error))
        return HttpResponseRedirect(self._next_of(order))

    def _refuse(
        self, request: HttpRequest, basket: OwnBasket, checkout: Checkout, problems: list[tuple[str, str, str]]
    ) -> HttpResponse:
        """Show the form again with what is wrong; only now is what was typed worth keeping."""
        keep_details(basket.cart, checkout.typed())
        return self._show(request, basket, checkout, problems=problems)

    def _place(self, request: HttpRequest, basket: OwnBasket, checkout: Checkout) -> Order:
        billing = checkout.billing_details()
        wishes = Wishes(
            plan=checkout.plan(),
            pay_by=checkout.agreement.way,
            shown_total=_shown_total(request),
            accepts_terms=bool(checkout.agreement.cleaned_data.get("terms")),
        )
        order = place_order(basket.cart, billing=billing, wishes=wishes)
        basket_mark.note(request, self.conference, 0)
        return order

    def _fill(self, request: HttpRequest, basket: OwnBasket, checkout: Checkout, people: str) -> HttpResponse:
        """Write the pasted list into the tickets and show the form again."""
        typed = checkout.typed()
        try:
            found = read_people(people)
        except ValidationError as error:
            keep_details(basket.cart, typed)
            problems = [("id_people", _("List of people"), sentence) for sentence in error.messages]
            # Only the list is looked at yet: a form that knows nothing of what was sent finds no fault with the rest.
            fresh = self._checkout(request, basket, checkout.basket)
            return self._show(request, basket, fresh, problems=problems, people=people)
        filled, left = fill_in(typed, checkout.tickets, found)
        keep_details(basket.cart, typed)
        if filled:
            words = ngettext("Ticket %(numbers)s has a name now.", "Tickets %(numbers)s have names now.", len(filled))
            messages.success(request, words % {"numbers": numbers_in_words(filled)})
        if left:
            messages.warning(request, left_in_words(left))
        if not filled and not left:
            messages.info(request, _("Everybody on the list has a ticket here already."))
        return HttpResponseRedirect(f"{self.addresses.checkout()}#tickets")

    def _show(
        self,
        request: HttpRequest,
        basket: OwnBasket,
        checkout: Checkout,
        *,
        problems: list[tuple[str, str, str]] = (),
        people: str = "",
    ) -> HttpResponse:
        context = {
            "checkout": checkout,
            "basket": checkout.basket,
            "cart": basket.cart,
            "problems": problems,
            "people": people,
            "list_fills": fills_in_words(checkout.tickets),
        }
        return self.answer(request, "checkout", _("Your details"), context, status=400 if problems else 200)

    def _next_of(self, order: Order) -> str:
        """Return where an order is continued: at its payment while it waits for one, else at its own page."""
        if order.status == Order.Status.PENDING:
            return self.addresses.pay(order.reference)
        return self.addresses.order(order.reference)


def _refuse_too_many(request: HttpRequest, way: str) -> None:
    """Raise `ValidationError` when somebody orders again and again: each order sends mail to whatever address it names,
    and one by bank transfer holds places for days, with however many accounts it is done.
    """
    if is_too_often(request, "order", limit=ORDERS_AN_HOUR, seconds=HOUR, about=f"user-{request.user.pk}"):
        raise ValidationError(_("That were many orders. Wait an hour and try again, or write to us."))
    if way != Order.PayBy.TRANSFER:
        return
    if is_too_often(request, "transfer-order", limit=TRANSFERS_AN_HOUR, seconds=HOUR):
        raise ValidationError(
            _("There were many orders by bank transfer from your network. Pay by card, or try again in an hour.")
        )


def _order_of_sent_cart(request: HttpRequest, basket: OwnBasket) -> Order | None:
    """Return the order that the sent form's basket has become already: a second press leads to it."""
    number = request.POST.get("cart", "")
    if basket.cart is not None and number == str(basket.cart.pk):
        return None  # it is open
    if not number.isascii() or not number.isdecimal() or len(number) > 18:
        return None
    return order_of(int(number), request.user)


def _shown_total(request: HttpRequest) -> Decimal:
    """Return the total that the buyer saw; a text that is none counts as another price."""
    text = request.POST.get("shown_total", "")
    return Decimal(text) if AMOUNT.fullmatch(text) else Decimal(0)


def _sentences(error: ValidationError) -> list[tuple[str, str, str]]:
    return [("", "", sentence) for sentence in error.messages]
