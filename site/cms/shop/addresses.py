"""Addresses below the storefront page."""

from dataclasses import dataclass

from common import serving
from conference.models import Conference


@dataclass(frozen=True)
class ShopAddresses:
    """Makes addresses below `base`, the storefront's own address with its slash; all are "" when there is no such page."""

    base: str

    def below(self, path: str) -> str:
        """Return the address of `path` below the page."""
        return f"{self.base}{path}" if self.base else ""

    def index(self) -> str:
        """Return the storefront's address."""
        return self.below("")

    def cart(self) -> str:
        """Return the basket's address."""
        return self.below("cart/")

    def checkout(self) -> str:
        """Return the checkout's address."""
        return self.below("checkout/")

    def order(self, reference: str) -> str:
        """Return the address of an order."""
        return self.below(f"orders/{reference}/")

    def pay(self, reference: str) -> str:
        """Return the address where an order is paid."""
        return self.below(f"orders/{reference}/pay/")

    def paid(self, reference: str) -> str:
        """Return where a payment leads back to; it waits for the order's own state."""
        return self.below(f"orders/{reference}/pay/done/")

    def status(self, reference: str) -> str:
        """Return the address that tells an order's state to scripts."""
        return self.below(f"orders/{reference}/status/")


def addresses_of(conference: Conference) -> ShopAddresses:
    """Return the addresses below the conference's storefront; they are empty while visitors see none.

    While the storefront is being served they cost nothing, with another page of this conference its tree, else two SQL
    statements.
    """
    from cms.models import TicketStorefrontPage  # noqa: PLC0415 - the model imports this module

    active = serving.current()
    if active is not None and active.conference == conference:
        if isinstance(active.page, TicketStorefrontPage):
            return active.page.addresses
        page = active.tree.first("ticketstorefrontpage")
        return ShopAddresses(active.tree.url(page) if page is not None else "")
    if TicketStorefrontPage.closed_because(conference):
        return ShopAddresses("")
    page = TicketStorefrontPage.of(conference)
    return ShopAddresses((page.get_url() or "") if page is not None else "")
