"""Ending all orders that were made with test keys, once the shop sells for real."""

from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from conference import scope
from conference.models import Conference
from registration.models import Attendee
from registration.services.orders import rehearsal
from registration.services.stripe.client import livemode
from staff.registration.acts import ConfirmedActView
from staff.settings.tabs import tab_url

REFUND = "registration.refund_order"


def left_over_tests(request: HttpRequest, conference: Conference) -> dict:
    """Return what the tab of payments says about test orders: how many there are, how many of them have money, and where
    who may end them does it. Nothing while the shop sells in test mode (no SQL statement).
    """
    if not livemode(conference):
        return {}
    return {
        "test_orders": rehearsal.left_over(conference).count(),
        "test_orders_with_money": rehearsal.with_money(conference).count(),
        "end_tests_url": reverse("staff_tests_end") if scope.may(request.user, REFUND, conference) else "",
        "test_orders_url": f"{reverse('registration_orders_modeladmin_index')}?is_test__exact=1",
    }


class EndTestsView(ConfirmedActView):
    """Says how many orders and tickets end, and ends them. What does not fit into one request is for the next press."""

    permissions = (REFUND,)
    page_title = gettext_lazy("End the test orders")
    verb = gettext_lazy("End all test orders")
    is_danger = True

    @property
    def instance(self) -> Conference:
        """The conference whose test orders end."""
        return self.conference

    def get_success_url(self) -> str:
        """Return the tab of payments, or the list of orders for who may not open it."""
        url = tab_url(self.request, self.conference, "payments")
        return url or reverse("registration_orders_modeladmin_index")

    def consequences(self, _form: Form) -> list[str]:
        """Say what ends, who hears of it, and what is left alone; `ValidationError` when there is nothing to end."""
        if not livemode(self.conference):
            raise ValidationError(_("The keys are for tests still: what is sold now is a test."))
        orders = rehearsal.left_over(self.conference)
        number = orders.count()
        if not number:
            raise ValidationError(_("There are no test orders to end."))
        tickets = Attendee.objects.filter(order__in=orders, revoked_at__isnull=True).count()
        free = orders.filter(total=0).count()
        sentences = [
            ngettext("%(count)d test order ends.", "%(count)d test orders end.", number) % {"count": number},
            ngettext(
                "%(count)d ticket lets nobody in any more, and its place is free again.",
                "%(count)d tickets let nobody in any more, and their places are free again.",
                tickets,
            )
            % {"count": tickets},
            _("Stripe is not asked, and no money moves. Buyers and holders get a mail that says that it ended."),
        ]
        if free:
            sentences.append(
                ngettext(
                    "%(count)d of them cost nothing: whoever was given a free ticket while test keys were set needs a new one.",
                    "%(count)d of them cost nothing: who was given free tickets while test keys were set needs new ones.",
                    free,
                )
                % {"count": free}
            )
        return [*sentences, *self._left_alone(), _("What has ended stays ended.")]

    def _left_alone(self) -> list[str]:
        number = rehearsal.with_money(self.conference).count()
        if not number:
            return []
        words = ngettext(
            "%(count)d test order stays, because money came for it outside of Stripe’s tests: decide about it yourself.",
            "%(count)d test orders stay, because money came for them outside of Stripe’s tests: decide about them yourself.",
            number,
        )
        return [words % {"count": number}]

    def act(self, _form: Form) -> str:
        """End them, as many as there is time for."""
        number = rehearsal.end_left_over(self.conference, by=self.request.user)
        left = rehearsal.left_over(self.conference).count()
        done = ngettext("%(count)d test order has ended.", "%(count)d test orders have ended.", number)
        if not left:
            return done % {"count": number}
        more = ngettext("%(left)d is left: go on in the same way.", "%(left)d are left: go on in the same way.", left)
        return f"{done % {'count': number}} {more % {'left': left}}"
