"""The panel of sales on the admin's front page."""

from collections.abc import Iterator
from decimal import Decimal

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin.ui.components import Component

from conference import features, scope
from conference.models import Conference
from registration.queries.sales_overview import SalesOverview, sales_overview
from staff.dashboard.panels import Line
from staff.registration.menu import DESK
from staff.registration.money import amount_words

SEE = "registration.view_order"
MEND = "registration.change_discrepancy"


class SalesPanel(Component):
    """Sold and received, today and in all; what is left; what waits for Finance."""

    name = "sales"
    order = 15
    template_name = "staff/dashboard/lines.html"

    def __init__(self, request: HttpRequest, conference: Conference, figures: SalesOverview) -> None:
        self.request = request
        self.conference = conference
        self.figures = figures

    def get_context_data(self, parent_context: dict) -> dict:  # noqa: ARG002 - Wagtail's signature
        """Return the template's values."""
        lines = [*self.sold(), *self.to_do()]
        return {"heading": _("Sales"), "lines": lines, "name": self.name, "conference": self.conference}

    def sold(self) -> Iterator[Line]:
        """Yield what was sold."""
        figures, orders = self.figures, reverse("registration_orders_modeladmin_index")
        tickets = ngettext("%(count)d ticket sold", "%(count)d tickets sold", figures.tickets)
        yield Line(
            _("%(tickets)s, %(today)d of them today.")
            % {"tickets": tickets % {"count": figures.tickets}, "today": figures.tickets_today},
            orders,
        )
        yield Line(
            _("%(total)s received, %(today)s of it today.")
            % {"total": self._words(figures.received), "today": self._words(figures.received_today)}
        )
        if figures.waiting:
            waiting = ngettext(
                "%(count)d order waits for payment.", "%(count)d orders wait for payment.", figures.waiting
            )
            yield Line(waiting % {"count": figures.waiting}, f"{orders}?status__exact=pending&is_test__exact=0")
        if figures.left is not None:
            left = ngettext("%(count)d place is left.", "%(count)d places are left.", figures.left)
            text = left % {"count": figures.left}
            if figures.left_to_tests:
                text = _("%(left)s Orders from tests take %(count)d more.") % {
                    "left": text,
                    "count": figures.left_to_tests,
                }
            yield Line(text)

    def to_do(self) -> Iterator[Line]:
        """Yield what somebody who may must look at."""
        figures = self.figures
        if not scope.may(self.request.user, MEND, self.conference):
            return
        if figures.differences:
            text = ngettext(
                "%(count)d difference between what was paid and the orders is open.",
                "%(count)d differences between what was paid and the orders are open.",
                figures.differences,
            )
            url = f"{reverse('registration_differences_modeladmin_index')}?state=open"
            yield Line(text % {"count": figures.differences}, url, is_urgent=True)
        if figures.failed_events:
            text = ngettext(
                "%(count)d message from Stripe could not be processed.",
                "%(count)d messages from Stripe could not be processed.",
                figures.failed_events,
            )
            url = f"{reverse('registration_stripe-events_modeladmin_index')}?state=failed"
            yield Line(text % {"count": figures.failed_events}, url, is_urgent=True)

    def _words(self, amount: Decimal) -> str:
        return amount_words(amount, self.conference.effective_currency)


def sales_panels(request: HttpRequest) -> list[Component]:
    """Return the panel for those who may see orders, while the desk is on."""
    conference = scope.staff_conference(request)
    if conference is None or not features.is_desk_enabled(DESK, conference):
        return []
    if not scope.may(request.user, SEE, conference):
        return []
    return [SalesPanel(request, conference, sales_overview(conference))]
