"""The front of the shop: all tickets and add-ons in one form."""

from django.http import HttpRequest, HttpResponse
from wagtail.contrib.routable_page.models import path

from cms import cache
from cms.shop import json_ld
from cms.shop.basket import AnyBasket, basket_of, has_session
from cms.shop.basket_numbers import take_typed
from cms.shop.waiting_orders import waiting_for
from common import basket_mark
from registration.queries.storefront import Storefront, storefront
from registration.services.selling.baskets import campaign_of


class StorefrontRoutes:
    """Adds the storefront itself to a ticket page."""

    @path("", name="storefront")
    def index(self, request: HttpRequest) -> HttpResponse:
        """Show what is sold. Who has no session gets the same page as everybody, who has one their own."""
        return self.storefront(request)

    def storefront(
        self, request: HttpRequest, *, problems: list[str] = (), typed: dict[str, str] | None = None
    ) -> HttpResponse:
        """Render the storefront; `problems` are sentences about a form that came back with what was `typed` in it."""
        is_own = has_session(request) and not getattr(request, "is_preview", False)
        basket = basket_of(request, self.conference) if is_own else None
        user = basket.user if basket is not None else None
        found = storefront(self.conference, user=user, voucher=basket.voucher() if basket is not None else None)
        cache.valid_until(request, found.valid_until)
        context = {
            "addresses": self.addresses,
            "shop": found,
            "groups": [group for group in (("tickets", found.tickets), ("addons", found.addons)) if group[1]],
            "is_anything_open": any(offer.is_open for offer in (*found.tickets, *found.addons)),
            "problems": problems,
            "typed": typed if typed is not None else take_typed(request, self.conference) if is_own else {},
            "campaign": campaign_of(request.GET),
            "is_signed_in": user is not None,
            "is_own": is_own,
            "waiting": waiting_for(user, self.conference),
            "own": self._own(request, basket, found),
            "json_ld": json_ld.offers(request, self.conference, self.addresses, found),
        }
        response = self.render(request, template="cms/shop/storefront.html", context_overrides=context)
        if problems:
            cache.forbid(request)
            response.status_code = 400
        return response

    def _own(self, request: HttpRequest, basket: AnyBasket | None, found: Storefront) -> dict | None:
        """Return what the storefront says about the visitor's own basket, `None` for nothing."""
        if basket is None:
            return None
        units, voucher = basket.units(), basket.voucher()
        basket_mark.note(request, self.conference, units, until=basket.expires_at)
        if not units and voucher is None:
            return None
        opened = [offer.product.name for offer in found.tickets if offer.is_unlocked]
        return {"units": units, "voucher": voucher, "opened": opened}
