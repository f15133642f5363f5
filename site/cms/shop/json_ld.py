"""What the storefront tells search engines: the conference as an event with its offers."""

from django.http import HttpRequest
from django.utils.safestring import SafeString

from cms.schedule.addresses import Addresses
from cms.schedule.json_ld import CONTEXT, conference_event, in_script
from cms.shop.addresses import ShopAddresses
from conference.models import Conference
from registration.queries.storefront import Storefront
from registration.services.selling.offers import Offer, Sale

AVAILABILITY = {
    Sale.OPEN: "https://schema.org/InStock",
    Sale.NOT_YET: "https://schema.org/PreOrder",
    Sale.OVER: "https://schema.org/Discontinued",
    Sale.SOLD_OUT: "https://schema.org/SoldOut",
}


def offers(request: HttpRequest, conference: Conference, addresses: ShopAddresses, shop: Storefront) -> SafeString:
    """Return the event with an offer for every ticket that everybody may buy."""
    event = {"@context": CONTEXT, **conference_event(request, conference, Addresses(""))}
    url = request.build_absolute_uri(addresses.index() or request.path)
    event["url"] = url
    event["offers"] = [_offer(offer, conference, url) for offer in shop.tickets if not offer.is_unlocked]
    return in_script(event)


def _offer(offer: Offer, conference: Conference, url: str) -> dict:
    product = offer.product
    about = {
        "@type": "Offer",
        "name": product.name,
        "price": str(offer.price),
        "priceCurrency": conference.effective_currency,
        "availability": AVAILABILITY[offer.sale],
        "url": url,
    }
    if product.available_from:
        about["validFrom"] = product.available_from.astimezone(conference.tz).isoformat()
    if product.available_until:
        about["validThrough"] = product.available_until.astimezone(conference.tz).isoformat()
    return about
