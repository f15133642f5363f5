"""The basket of whoever asks: a visitor's lies in the session, that of somebody with an account in the database."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from copy import deepcopy
from datetime import datetime

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from conference.models import Conference, User
from registration.errors import NotForSaleError
from registration.models import Cart, Product, Voucher
from registration.queries.carts import open_cart, units_in
from registration.queries.catalogue import Catalogue, load_catalogue
from registration.queries.tickets import HeldTicket, held_by
from registration.services import cart
from registration.services.selling import baskets
from registration.services.selling.adoption import adopt
from registration.services.selling.baskets import Basket
from registration.services.selling.lines import Lines
from registration.services.selling.rules import Wanted
from registration.services.selling.stored_cart import cart_items, lines_of

SESSION_KEY = "baskets"


class VisitorBasket:
    """The basket in the session of somebody who is not signed in."""

    user = None
    expires_at: datetime | None = None

    def __init__(self, request: HttpRequest, conference: Conference) -> None:
        self.request, self.conference = request, conference
        self.basket = deepcopy(stored_basket(request, conference)) or baskets.empty()
        self._is_together = False

    def voucher(self) -> Voucher | None:
        """Return the voucher in it."""
        return baskets.voucher_of(self.basket, self.conference)

    def lines(self, catalogue: Catalogue) -> Lines:
        """Return {product: quantity}."""
        return baskets.lines_of(self.basket, catalogue)

    def units(self) -> int:
        """Return how many things are in it."""
        return baskets.count_of(self.basket)

    @property
    def held_tickets(self) -> list[HeldTicket]:
        """The tickets the person has already: nobody knows."""
        return []

    def add(self, wanted: Wanted, campaign: dict[str, str], catalogue: Catalogue) -> None:
        """Put products in."""
        baskets.add(self.basket, self.conference, wanted, catalogue=catalogue)
        baskets.note_campaign(self.basket, campaign)
        self._keep()

    def set(self, numbers: Mapping[Product, int]) -> None:
        """Set how many of these products; 0 takes one out."""
        baskets.set_quantities(self.basket, self.conference, numbers)
        self._keep()

    def apply_voucher(self, code: str) -> Voucher:
        """Put a voucher in."""
        voucher = baskets.apply_voucher(self.basket, self.conference, code)
        self._keep()
        return voucher

    def remove_voucher(self) -> None:
        """Take the voucher out."""
        baskets.remove_voucher(self.basket, self.conference)
        self._keep()

    @contextmanager
    def together(self) -> Iterator[None]:
        """Make all changes within it or, when one is refused, none."""
        self._is_together = True
        yield
        self._is_together = False
        self._keep()

    def _keep(self) -> None:
        if self._is_together:
            return
        kept = dict(self.request.session.get(SESSION_KEY, {}))
        kept[str(self.conference.pk)] = self.basket
        self.request.session[SESSION_KEY] = kept


class OwnBasket:
    """The cart of somebody who is signed in. It is made when something is put into it."""

    def __init__(self, user: User, conference: Conference) -> None:
        self.user, self.conference = user, conference

    @cached_property
    def cart(self) -> Cart | None:
        """The open cart, if there is one."""
        return open_cart(self.user, self.conference)

    @property
    def expires_at(self) -> datetime | None:
        """Until when it is kept."""
        return self.cart.expires_at if self.cart else None

    def voucher(self) -> Voucher | None:
        """Return the voucher in it."""
        return self.cart.voucher if self.cart else None

    def lines(self, catalogue: Catalogue) -> Lines:
        """Return {product: quantity}, in the order in which they were put in."""
        if self.cart is None:
            return {}
        return lines_of(cart_items(self.cart, catalogue))

    def units(self) -> int:
        """Return how many things are in it."""
        return units_in(self.cart) if self.cart else 0

    @cached_property
    def held_tickets(self) -> list[HeldTicket]:
        """The tickets the person has already."""
        return held_by(self.user, self.conference)

    def add(self, wanted: Wanted, campaign: dict[str, str], catalogue: Catalogue) -> None:
        """Put products in."""
        self.cart = cart.add_to_open(self.user, self.conference, wanted, catalogue=catalogue, campaign=campaign)

    def set(self, numbers: Mapping[Product, int]) -> None:
        """Set how many of these products; 0 takes one out."""
        if self.cart is not None or any(number > 0 for number in numbers.values()):
            cart.set_quantities(self._made(), numbers)

    def apply_voucher(self, code: str) -> Voucher:
        """Put a voucher in."""
        return cart.apply_voucher(self._made(), code)

    def remove_voucher(self) -> None:
        """Take the voucher out."""
        if self.cart is not None:
            cart.remove_voucher(self.cart)

    @contextmanager
    def together(self) -> Iterator[None]:
        """Make all changes within it or, when one is refused, none."""
        with transaction.atomic():
            yield

    def _made(self) -> Cart:
        if self.cart is None:
            self.cart = cart.get_or_create_cart(self.user, self.conference)
        self.cart.conference = self.conference
        return self.cart


AnyBasket = VisitorBasket | OwnBasket


def set_numbers(basket: AnyBasket, numbers: Mapping[str, int]) -> None:
    """Set how many of each product that a form names, where that changes anything; `ValidationError` says why not so many."""
    catalogue = load_catalogue(basket.conference)
    before = basket.lines(catalogue)
    wanted = {product_named(catalogue, name): number for name, number in numbers.items()}
    changes = {product: number for product, number in wanted.items() if number != before.get(product, 0)}
    if changes:
        basket.set(changes)


def has_session(request: HttpRequest) -> bool:
    """Return whether the visitor has a session: without one nothing of theirs is stored, and nothing sets a cookie."""
    return settings.SESSION_COOKIE_NAME in request.COOKIES


def basket_of(request: HttpRequest, conference: Conference) -> AnyBasket:
    """Return the basket of whoever asks; who has signed in meanwhile takes the visitor's basket along, and is told."""
    if not has_session(request) or not request.user.is_authenticated:
        return VisitorBasket(request, conference)
    stored = stored_basket(request, conference)
    if stored is not None:
        kept = dict(request.session[SESSION_KEY])
        del kept[str(conference.pk)]
        if baskets.count_of(stored) or stored["voucher"]:
            for sentence in adopt(stored, request.user, conference).told:
                messages.warning(request, sentence)
        request.session[SESSION_KEY] = kept
    return OwnBasket(request.user, conference)


def stored_basket(request: HttpRequest, conference: Conference) -> Basket | None:
    """Return the visitor's basket at this conference from their session."""
    if not has_session(request):
        return None
    return request.session.get(SESSION_KEY, {}).get(str(conference.pk))


def product_named(catalogue: Catalogue, name: str) -> Product:
    """Return the product that a form names; `NotForSaleError` when this conference sells nothing of that name."""
    product = catalogue.by_key().get(name)
    if product is None:
        raise NotForSaleError(_("This is not sold here."))
    return product
