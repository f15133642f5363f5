"""The ticket shop: what is sold, basket, checkout, orders and their payment, all below one page of the tree."""

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.cache import add_never_cache_headers
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField

from cms import cache, meta
from cms.blocks import PAGE_BLOCKS
from cms.models.conference_page import RoutableConferencePage
from cms.panels import FactsPanel
from cms.shop.addresses import ShopAddresses
from cms.shop.basket_routes import BasketRoutes
from cms.shop.checkout_routes import CheckoutRoutes
from cms.shop.order_routes import OrderRoutes
from cms.shop.payment_routes import PaymentRoutes
from cms.shop.storefront_routes import StorefrontRoutes
from common import basket_mark, serving
from conference.models import Conference
from registration.services.selling.baskets import CAMPAIGN


class TicketStorefrontPage(
    StorefrontRoutes, BasketRoutes, CheckoutRoutes, OrderRoutes, PaymentRoutes, RoutableConferencePage
):
    """Tickets and add-ons come from the catalogue; editors write the texts above and below them."""

    feature = "registration"
    query_parameters = CAMPAIGN
    parent_page_types = ["cms.HomePage"]
    subpage_types: list[str] = []
    max_count_per_parent = 1

    introduction = models.TextField(
        _("introduction"), blank=True, max_length=500, help_text=_("One or two sentences below the title.")
    )
    body = StreamField(PAGE_BLOCKS, blank=True, verbose_name=_("above the tickets"))
    body_below = StreamField(PAGE_BLOCKS, blank=True, verbose_name=_("below the tickets"))

    content_panels = [
        *RoutableConferencePage.content_panels,
        FieldPanel("introduction"),
        FieldPanel("body"),
        FieldPanel("body_below"),
        FactsPanel(),
    ]

    class Meta:
        verbose_name = _("ticket page")
        verbose_name_plural = _("ticket pages")

    def serve(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        """Answer a visitor, and let their browser keep how many things are in the basket, for the head of other pages."""
        if self.conference is not None:
            serving.of(request, self.conference).page = self
        response = super().serve(request, *args, **kwargs)
        basket_mark.write(request, response)
        return response

    @classmethod
    def of(cls, conference: Conference) -> "TicketStorefrontPage | None":
        """Return the conference's published ticket page (two SQL statements unless the front page is at hand)."""
        home = getattr(conference, "home_page", None)
        return cls.objects.live().descendant_of(home).first() if home is not None else None

    @cached_property
    def addresses(self) -> ShopAddresses:
        """The addresses below this page."""
        return ShopAddresses(self.get_url() or "")

    def answer(
        self, request: HttpRequest, template: str, title: str, context: dict, *, status: int = 200
    ) -> HttpResponse:
        """Render `cms/shop/<template>.html`, a page that is somebody's own: kept nowhere, listed nowhere."""
        cache.forbid(request)
        head = meta.for_page(self, request).but(title=title, url="", description="")
        response = self.render(
            request,
            template=f"cms/shop/{template}.html",
            context_overrides={"meta": head, "addresses": self.addresses, **context},
        )
        response.status_code = status
        response["X-Robots-Tag"] = "noindex"
        add_never_cache_headers(response)
        return response
