"""Orders: the ledger, and the page of one order with everything that belongs to it and what can be done with it."""

from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import ModelLogEntry

from common.scope import is_open
from conference import scope
from registration.models import Invoice, Order
from registration.queries.staff_order import StaffOrder, staff_order
from registration.services.payment import PaymentService
from staff.registration.ledgers.base import LedgerInspectView, ShopLedger, document_url
from staff.registration.money import amount_words
from staff.registration.orders.end_tickets import MAY_END

SHOWN_ENTRIES = 100
DANGEROUS = ("refund", "end", "cancel")


@dataclass(frozen=True)
class Act:
    """A button of the order's page."""

    label: str
    url: str
    is_danger: bool = False


class OrderInspectView(LedgerInspectView):
    """One order. Everything that changes it is a page of its own, which says first what would happen."""

    def get_context_data(self, **kwargs: object) -> dict:
        """Return the template's values."""
        detail = staff_order(self.instance)
        papers = [(invoice, document_url(invoice, self.instance)) for invoice in detail.invoices]
        return super().get_context_data(
            detail=detail,
            papers=papers,
            order=self.instance,
            acts=list(self.acts(detail)),
            history=self.history(),
            may_see_differences=self.may("registration.view_discrepancy"),
            **kwargs,
        )

    def may(self, permission: str) -> bool:
        """Return whether the staff member holds the right at this conference."""
        return scope.may(self.request.user, permission, self.instance.conference)

    def acts(self, detail: StaffOrder) -> list[Act]:
        """Return what this staff member can do with the order now."""
        if not is_open(self.instance.conference):
            return []
        order, found = self.instance, []
        has_units = any(line.units_left for line in detail.lines)
        has_invoice = any(document.kind == Invoice.Kind.INVOICE for document in detail.invoices)
        offers = (
            ("record", ["registration.record_payment"], PaymentService.can_record(order), _("Record a payment")),
            ("refund", ["registration.refund_order"], detail.refundable > 0, _("Give money back")),
            ("end", MAY_END, order.is_paid and has_units, _("End tickets")),
            ("invoice", ["registration.refund_order"], has_invoice, _("Correct the invoice")),
            ("resend", ["registration.resend_order"], order.is_paid, _("Send the mails again")),
            ("cancel", ["registration.cancel_order"], order.status == Order.Status.PENDING, _("Cancel the order")),
        )
        for name, permissions, fits, label in offers:
            if fits and any(self.may(permission) for permission in permissions):
                found.append(Act(label, reverse(f"staff_order_{name}", args=[order.pk]), name in DANGEROUS))
        return found

    def history(self) -> list[ModelLogEntry]:
        """Return what staff did with the order, the newest first (one SQL statement)."""
        entries = ModelLogEntry.objects.filter(
            content_type=ContentType.objects.get_for_model(Order), object_id=str(self.instance.pk)
        )
        return list(entries.select_related("user").order_by("-timestamp", "-pk")[:SHOWN_ENTRIES])


class OrderLedger(ShopLedger):
    """The ledger of orders."""

    model = Order
    base_url_path = "registration/orders"
    menu_label = gettext_lazy("Orders")
    menu_icon = "list-ul"
    empty_text = gettext_lazy(
        "No orders yet: they stand here as soon as somebody checks out. What can be bought is under “Tickets”."
    )
    menu_order = 20
    list_display = ("reference", "buyer", "state", "total_in_words", "pay_by", "came")
    list_filter = ("status", "pay_by", "is_test", "created_at")
    list_select_related = ("conference", "user")
    search_fields = (
        *("reference", "billing_name", "billing_email", "billing_company", "buyer_reference", "voucher_code"),
        *("user__email", "payments__reference", "attendees__name", "attendees__email"),
    )
    ordering = ("-created_at", "-pk")
    list_export = (
        *("reference", "status", "created_at", "paid_at", "billing_name", "billing_email", "billing_company"),
        *("billing_address", "billing_country", "billing_tax_id", "reference_of_buyer", "pay_by", "voucher_code"),
        *("subtotal", "discount_amount", "total", "currency", "is_test", "utm_source", "utm_medium", "utm_campaign"),
    )
    export_permission = "registration.export_order"
    export_filename = "orders"
    inspect_view_class = OrderInspectView
    inspect_template_name = "staff/registration/order.html"
    inspect_view_fields = ["reference"]

    def currency_of(self, row: Order) -> str:
        """Return the order's currency."""
        return row.currency

    def buyer(self, row: Order) -> str:
        """Return who pays."""
        return row.billing_company or row.billing_name

    buyer.short_description = gettext_lazy("buyer")
    buyer.admin_order_field = "billing_name"

    def reference_of_buyer(self, row: Order) -> str:
        """Return the buyer's own reference, for exports; the field's name is the buyer's view of it."""
        return row.buyer_reference

    reference_of_buyer.short_description = gettext_lazy("buyer’s own reference")

    def state(self, row: Order) -> str:
        """Return how far it is, and whether it is a test."""
        state = row.get_status_display()
        return _("%(state)s (test)") % {"state": state} if row.is_test else state

    state.short_description = gettext_lazy("status")
    state.admin_order_field = "status"

    def total_in_words(self, row: Order) -> str:
        """Return the total with its currency."""
        return amount_words(row.total, row.currency)

    total_in_words.short_description = gettext_lazy("total")
    total_in_words.admin_order_field = "total"
