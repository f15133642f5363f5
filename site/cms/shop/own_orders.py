"""Whose order it is: the one look-up behind every page of an order."""

from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponseRedirect
from django.urls import reverse

from conference import scope
from conference.models import Conference
from registration.models import Order

VIEW = "registration.view_order"


def order_for(request: HttpRequest, conference: Conference, reference: str, *, staff_too: bool) -> Order:
    """Return the order of that reference; `Http404` for everybody but its buyer, and staff where they may look."""
    order = Order.objects.filter(conference=conference, reference=reference).first()
    if order is None:
        raise Http404
    order.conference = conference
    is_own = order.user_id == request.user.pk
    if not is_own and not (staff_too and scope.may(request.user, VIEW, conference)):
        raise Http404
    if is_own:
        order.user = request.user
    return order


def to_sign_in(request: HttpRequest) -> HttpResponseRedirect:
    """Lead to the sign-in and back; whether there is such an order is told to nobody before."""
    return HttpResponseRedirect(f"{reverse('account_login')}?{urlencode({'next': request.path})}")
