"""The ledgers of money: payments, refunds, credits, invoices."""

from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from conference.models import Conference
from registration.models import Credit, Invoice, Payment, Refund
from staff.columns import moment_in_zone
from staff.registration.ledgers.base import ShopLedger, document_url
from staff.registration.money import amount_words


class PaymentLedger(ShopLedger):
    """Money that came, was to come, or failed to."""

    model = Payment
    conference_path = "order__conference"
    base_url_path = "registration/payments"
    menu_label = _("Payments")
    menu_icon = "download"
    empty_text = _("No money yet. Cards stand here by themselves; record a bank transfer on the page of its order.")
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
    empty_text = _("Nothing went back yet. “Give money back” is on the page of an order.")
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
    empty_text = _(
        "Nobody has store credit. It comes of money that is given back as store credit, on the page of an order."
    )
    menu_order = 230
    order_path = "source_order"
    list_display = ("user", "amount_in_words", "left_in_words", "state", "order_link", "came")
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
        "state",
        "reference_of_order",
        "note",
    )
    export_permission = "registration.export_refund"
    export_filename = "credits"
    inspect_view_fields = ["user", "amount_in_words", "left_in_words", "state", "order_link", "note", "created_at"]

    def currency_of(self, row: Credit) -> str:
        """Return the currency of the order it came from, else the conference's."""
        return row.source_order.currency if row.source_order else row.conference.effective_currency

    def rows(self, request: HttpRequest, conference: Conference) -> QuerySet:
        """Return the credits, each with `went_back`: whether it records money sent back to where it was paid from."""
        sent = Refund.objects.filter(credit=OuterRef("pk"), to=Refund.To.ORIGINAL)
        return super().rows(request, conference).annotate(went_back=Exists(sent))

    def state(self, row: Credit) -> str:
        """Return whether it can be spent; a record of money that went back never could."""
        found = getattr(row, "went_back", None)  # of a ledger's row; a single credit is asked
        went_back = row.refunds.filter(to=Refund.To.ORIGINAL).exists() if found is None else found
        is_record = went_back and row.status == Credit.Status.APPLIED
        return str(_("Sent back, nothing to spend") if is_record else row.get_status_display())

    state.short_description = _("status")
    state.admin_order_field = "status"

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
    empty_text = _("No invoices yet. Paid orders get one as soon as “Conference settings › Sales” names a seller.")
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
