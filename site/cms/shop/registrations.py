"""What the shop's pages add to the registries of the floors below; import it once the models are loaded."""

from cms.models import TicketStorefrontPage
from cms.shop.addresses import addresses_of
from conference import extension
from conference.models import Conference


def register() -> None:
    """Fill the registries; called once when the app is ready."""
    extension.url_for.register("storefront", _storefront)
    extension.url_for.register("cart", _cart)
    extension.url_for.register("order", _order)
    extension.page_models.register("storefront", TicketStorefrontPage)


def _storefront(conference: Conference) -> str:
    return addresses_of(conference).index()


def _cart(conference: Conference) -> str:
    return addresses_of(conference).cart()


def _order(conference: Conference, *, reference: str) -> str:
    return addresses_of(conference).order(reference)
