"""Where money and the orders do not agree: the ledger, and the page of a difference."""

from django.conf import settings
from django.contrib.admin import SimpleListFilter
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.ledgers import LedgerIndexView
from common.scope import is_open
from conference import scope
from conference.models import Conference
from registration.models import Discrepancy
from registration.queries.staff_order import staff_order
from registration.services.money.differences import entries
from registration.services.setting_up.sales import sales_of
from registration.services.stripe.client import has_keys
from staff.registration.ledgers.base import LedgerInspectView, ShopLedger
from staff.registration.ledgers.difference_advice import ADVICE

CHANGE = "registration.change_discrepancy"
REFUND = "registration.refund_order"
GIVEN_BACK = (Discrepancy.Kind.OVERPAID, Discrepancy.Kind.LATE_PAYMENT)
PAGE = "registration_differences_modeladmin_inspect"


class OpenFilter(SimpleListFilter):
    """Open or settled."""

    title = gettext_lazy("state")
    parameter_name = "state"

    def lookups(self, _request: HttpRequest, _ledger: ShopLedger) -> list[tuple[str, str]]:
        """Return the choices."""
        return [("open", _("Open")), ("settled", _("Settled"))]

    def queryset(self, _request: HttpRequest, differences: QuerySet) -> QuerySet:
        """Return the differences in the chosen state."""
        chosen = {"open": True, "settled": False}.get(self.value())
        return differences if chosen is None else differences.filter(resolved_at__isnull=chosen)


class DifferenceInspectView(LedgerInspectView):
    """One difference, with what can be done about it."""

    def get_context_data(self, **kwargs: object) -> dict:
        """Return the template's values."""
        difference = self.instance
        conference = difference.conference
        may_act = (
            difference.resolved_at is None and scope.may(self.request.user, CHANGE, conference) and is_open(conference)
        )
        urls = {
            "repair_url": reverse("staff_difference_repair", args=[difference.pk]),
            "settle_url": reverse("staff_difference_settle", args=[difference.pk]),
            "refund_url": self.refund_url(difference),
            "advice": ADVICE[difference.kind],
        }
        return super().get_context_data(**(urls if may_act else {}), **kwargs)

    def refund_url(self, difference: Discrepancy) -> str:
        """Return where too much money goes back, its amount filled in; "" for those who may not, and where nothing is left."""
        order, user = difference.order, self.request.user
        if difference.kind not in GIVEN_BACK or order is None or not scope.may(user, REFUND, difference.conference):
            return ""
        if staff_order(order).refundable <= 0:
            return ""
        return f"{reverse('staff_order_refund', args=[order.pk])}?difference={difference.pk}"

    def get_fields_dict(self) -> list[dict]:
        """Return the fields; a name of ours for money that never was at Stripe is nothing to look up there."""
        fields = super().get_fields_dict()
        names = list(self.model_admin.get_inspect_view_fields())
        if at_stripe(self.instance):
            return fields
        return [field for name, field in zip(names, fields, strict=True) if name != "stripe_id"]


class DifferenceIndexView(LedgerIndexView):
    """The listing, with a button that compares anew."""

    def get_context_data(self, **kwargs: object) -> dict:
        """Return the template's values; `compare_url` for those who may, where there is something to compare with."""
        conference = self.conference
        may = scope.may(self.request.user, CHANGE, conference) and is_open(conference) and has_keys(conference)
        url = reverse("staff_differences_compare") if may else ""
        return super().get_context_data(
            compare_url=url, compared_at=sales_of(conference).stripe_reconciled_at, **kwargs
        )


class DifferenceLedger(ShopLedger):
    """The ledger of differences."""

    model = Discrepancy
    base_url_path = "registration/differences"
    menu_label = gettext_lazy("Differences")
    menu_icon = "warning"
    empty_text = gettext_lazy("No differences: what was paid and the orders agree.")
    menu_order = 250
    list_display = ("kind", "state", "amount_in_words", "order_link", "detail", "came")
    list_filter = (OpenFilter, "kind", "created_at")
    list_select_related = ("order", "conference", "resolved_by")
    search_fields = ("detail", "stripe_id", "order__reference", "resolution")
    ordering = ("resolved_at", "-created_at")
    list_export = (
        *("created_at", "kind", "state", "reference_of_order", "amount", "currency", "stripe_id", "detail"),
        *("resolved_at", "resolved_by", "resolution"),
    )
    export_permission = "registration.export_payment"
    export_filename = "differences"
    index_view_class = DifferenceIndexView
    index_template_name = "staff/registration/differences.html"
    inspect_view_class = DifferenceInspectView
    inspect_template_name = "staff/registration/difference.html"
    inspect_view_fields = [
        *("kind", "state", "detail", "order_link", "amount_in_words", "stripe_id", "created_at"),
        *("resolved_at", "resolved_by", "resolution"),
    ]

    def currency_of(self, row: Discrepancy) -> str:
        """Return the currency of the money concerned."""
        return row.currency or row.conference.effective_currency

    def order_link(self, row: Discrepancy) -> SafeString | str:
        """Return the order's reference, leading to its page."""
        return super().order_link(row) or "–"

    order_link.short_description = gettext_lazy("order")

    def state(self, row: Discrepancy) -> str:
        """Return whether it is settled."""
        return _("Settled") if row.resolved_at else _("Open")

    state.short_description = gettext_lazy("state")
    state.admin_order_field = "resolved_at"


def at_stripe(difference: Discrepancy) -> bool:
    """Return whether the difference is known by an id of Stripe's."""
    payment = difference.payment
    return payment is None or bool(payment.stripe_payment_intent_id) or difference.stripe_id != entries.name_of(payment)


def difference_link(_conference: Conference, *, pk: int) -> str:
    """Return the absolute address of a difference's page, for mails to staff."""
    return f"{settings.WAGTAILADMIN_BASE_URL.rstrip('/')}{reverse(PAGE, args=[pk])}"
