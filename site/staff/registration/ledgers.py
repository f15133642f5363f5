"""What the shop's ledgers share, and the small ones: payments, refunds, credits, invoices."""

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail_modeladmin.views import InspectView

from common.ledgers import Ledger
from conference import extension
from registration.models import Credit, Invoice, Order, Payment, Refund
from staff.programme.columns import moment_in_zone
from staff.registration.menu import DESK
from staff.registration.money import amount_words


class LedgerInspectView(InspectView):
    """One row; where the ledger has a method for a field, that says it in words."""

    def get_field_display_value(self, field_name: str, field: object = None) -> object:
        """Return what stands beside the label."""
        own = getattr(self.model_admin, field_name, None)
        return own(self.instance) if callable(own) else super().get_field_display_value(field_name, field)

    def get_field_label(self, field_name: str, field: object = None) -> str:
        """Return the label."""
        own = getattr(self.model_admin, field_name, None)
        return getattr(own, "short_description", "") or super().get_field_label(field_name, field)


class ShopLedger(Ledger):
    """Base of the shop's ledgers: in its menu, while its desk is on. `order_path` leads from a row to its order."""

    desk = DESK
    add_to_admin_menu = False
    list_select_related = True
    list_per_page = 50
    inspect_view_class = LedgerInspectView
    order_path = "order"

    # columns that are not broken into several lines
    unbroken: tuple[str, ...] = (
        "amount_in_words",
        "total_in_words",
        "left_in_words",
        "order_link",
        "reference",
        "came",
    )

    def get_extra_class_names_for_field_col(self, _row: object, field_name: str) -> list[str]:
        """Return the classes of a cell."""
        return ["plenary-nowrap"] if field_name in self.unbroken else []

    def came(self, row: object) -> str:
        """Return when the row was made, in the conference's zone."""
        return moment_in_zone(row.created_at)

    came.short_description = _("when")
    came.admin_order_field = "created_at"

    def currency_of(self, row: object) -> str:
        """Return the currency of a row's amounts."""
        return row.order.currency

    def amount_in_words(self, row: object) -> str:
        """Return the amount with its currency."""
        return amount_words(row.amount, self.currency_of(row))

    amount_in_words.short_description = _("amount")
    amount_in_words.admin_order_field = "amount"

    def order_link(self, row: object) -> SafeString | str:
        """Return the order's reference, leading to its page."""
        return link_to(getattr(row, self.order_path))

    order_link.short_description = _("order")
    order_link.admin_order_field = "order__reference"

    def currency(self, row: object) -> str:
        """Return the currency, for exports."""
        return self.currency_of(row)

    currency.short_description = _("currency")

    def reference_of_order(self, row: object) -> str:
        """Return the order's reference, for exports."""
        order = getattr(row, self.order_path)
        return order.reference if order else ""

    reference_of_order.short_description = _("order")


def document_url(invoice: Invoice, order: Order) -> str:
    """Return the address of an invoice's PDF, "" where nobody serves it."""
    return extension.url_for(order.conference, "invoice", reference=order.reference, number=invoice.number)


def order_url(order: Order) -> str:
    """Return the address of the order's page."""
    return reverse("registration_orders_modeladmin_inspect", args=[order.pk])


def link_to(order: Order | None) -> SafeString | str:
    """Return an order's reference as a link to its page, "" for none."""
    if order is None:
        return ""
    return format_html('<a href="{}">{}</a>', order_url(order), order.reference)


class PaymentLedger(ShopLedger):
    """Money that came, was to come, or failed to."""

    model = Payment
    conference_path = "order__conference"
    base_url_path = "registration/payments"
    menu_label = _("Payments")
    menu_icon = "download"
    menu_order = 210
    list_display = ("amount_in_words", "method", "status", "order_link", "reference", "came")
    list_filter = ("method", "status", "created_at")
    list_select_related = ("order",)
    search_fields = (
        "order__reference",
        "order__billing_name",
        "order__billing_email",
        "reference",
        "stripe_payment_intent_id",
        "stripe_charge_id",
    )
    ordering = ("-created_at", "-pk")
    list_export = (
        *("created_at", "received_at", "reference_of_order", "method", "status", "amount", "currency", "fee", "net"),
        *("settlement_currency", "reference", "note", "livemode", "stripe_payment_intent_id", "stripe_charge_id"),
    )
    export_permission = "registration.export_payment"
    export_filename = "payments"
    inspect_view_fields = [
        *("order_link", "method", "status", "amount_in_words", "reference", "note", "created_by"),
        *("created_at", "received_at", "fee", "net", "settlement_currency", "failure_message"),
        *("stripe_payment_intent_id", "stripe_charge_id"),
    ]


class RefundLedger(ShopLedger):
    """Money that goes back."""

    model = Refund
    conference_path = "order__conference"
    base_url_path = "registration/refunds"
    menu_label = _("Refunds")
    menu_icon = "upload"
    menu_order = 220
    list_display = ("amount_in_words", "to", "status", "order_link", "created_by", "came")
    list_filter = ("to", "status", "reason", "created_at")
    list_select_related = ("order", "created_by")
    search_fields = ("order__reference", "order__billing_name", "order__billing_email", "note", "stripe_refund_id")
    ordering = ("-created_at", "-pk")
    list_export = (
        *("created_at", "reference_of_order", "amount", "currency", "to", "status", "reason", "note"),
        *("created_by", "stripe_refund_id", "failure_message"),
    )
    export_permission = "registration.export_refund"
    export_filename = "refunds"
    inspect_view_fields = [
        *("order_link", "amount_in_words", "to", "status", "reason", "note", "failure_message"),
        *("created_by", "created_at", "stripe_refund_id"),
    ]


class CreditLedger(ShopLedger):
    """Store credit, and the records of money given back."""

    model = Credit
    base_url_path = "registration/credits"
    menu_label = _("Credits")
    menu_icon = "tag"
    menu_order = 230
    order_path = "source_order"
    list_display = ("user", "amount_in_words", "left_in_words", "status", "order_link", "came")
    list_filter = ("status", "created_at")
    list_select_related = ("user", "source_order", "conference")
    search_fields = ("user__email", "user__name", "source_order__reference", "note")
    ordering = ("-created_at", "-pk")
    list_export = (
        "created_at",
        "user",
        "amount",
        "remaining_amount",
        "currency",
        "status",
        "reference_of_order",
        "note",
    )
    export_permission = "registration.export_refund"
    export_filename = "credits"
    inspect_view_fields = ["user", "amount_in_words", "left_in_words", "status", "order_link", "note", "created_at"]

    def currency_of(self, row: Credit) -> str:
        """Return the currency of the order it came from, else the conference's."""
        return row.source_order.currency if row.source_order else row.conference.effective_currency

    def left_in_words(self, row: Credit) -> str:
        """Return what can still be spent."""
        return amount_words(row.remaining_amount, self.currency_of(row))

    left_in_words.short_description = _("left")
    left_in_words.admin_order_field = "remaining_amount"


class InvoiceLedger(ShopLedger):
    """Invoices, credit notes and cancellations."""

    model = Invoice
    conference_path = "order__conference"
    base_url_path = "registration/invoices"
    menu_label = _("Invoices")
    menu_icon = "doc-full"
    menu_order = 240
    list_display = ("full_number", "kind", "total_in_words", "order_link", "came")
    list_filter = ("kind", "issued_at")
    list_select_related = ("order__conference", "series")
    search_fields = ("order__reference", "order__billing_name", "order__billing_company", "order__billing_email")
    ordering = ("-issued_at", "-pk")
    list_export = ("full_number", "kind", "issued_at", "reference_of_order", "total", "currency")
    export_permission = "registration.export_payment"
    export_filename = "invoices"
    inspect_view_fields = ["full_number", "kind", "total_in_words", "order_link", "corrects", "issued_at", "document"]

    def document(self, row: Invoice) -> SafeString | str:
        """Return the link to the PDF."""
        url = document_url(row, row.order)
        return format_html('<a href="{}">{}</a>', url, _("Open the PDF")) if url else "–"

    document.short_description = _("document")

    def full_number(self, row: Invoice) -> str:
        """Return the number as it is printed."""
        return row.full_number

    full_number.short_description = _("number")
    full_number.admin_order_field = "number"

    def came(self, row: Invoice) -> str:
        """Return when it was issued, in the conference's zone."""
        return moment_in_zone(row.issued_at)

    came.short_description = _("issued")
    came.admin_order_field = "issued_at"

    def total_in_words(self, row: Invoice) -> str:
        """Return the total with its currency."""
        return amount_words(row.total, row.order.currency)

    total_in_words.short_description = _("total")
    total_in_words.admin_order_field = "total"
