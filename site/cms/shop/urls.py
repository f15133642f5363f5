"""Addresses of the shop that need more than the page tree gives: the basket's POSTs without a token, and short links."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, re_path
from django.views.decorators.cache import never_cache
from wagtail.views import serve

from cms.shop.addresses import addresses_of
from common.anonymous_post import same_origin_post
from conference import scope
from registration.models import Order


@same_origin_post
def baskets(request: HttpRequest, path: str) -> HttpResponse:
    """Let the ticket page answer for its basket; any other page of that name answers for itself."""
    return serve(request, path)


@never_cache
def short_link(request: HttpRequest, reference: str) -> HttpResponse:
    """Lead from a printed link to the order's page. Whether there is such an order is told there, to its owner."""
    order = Order.objects.filter(reference=reference.upper()).select_related("conference").first()
    conference = order.conference if order is not None else scope.conference_of_site(request)
    address = addresses_of(conference).order(reference.upper()) if conference is not None else ""
    return HttpResponseRedirect(address or "/")


urlpatterns = [
    path("o/<slug:reference>/", short_link, name="order_short_link"),
    re_path(r"^((?:[\w\-]+/)*cart/)$", baskets, name="shop_basket"),
]
