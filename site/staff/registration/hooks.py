"""Puts the shop's desk into Wagtail's admin."""

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import Menu, SubmenuMenuItem
from wagtail.admin.ui.components import Component

from common.scope import DeskMenuItem
from registration.models import CONDITIONS
from staff.registration.catalogue.discounts import viewset_of
from staff.registration.catalogue.discounts_page import VIEW as VIEW_DISCOUNTS
from staff.registration.catalogue.discounts_page import DiscountsView
from staff.registration.catalogue.ending_codes import EndCodesView
from staff.registration.catalogue.products import AddOnViewSet, TicketTypeViewSet
from staff.registration.catalogue.questions import QuestionViewSet
from staff.registration.catalogue.voucher_codes import CodesFileView, MakeCodesView
from staff.registration.catalogue.vouchers import VoucherViewSet
from staff.registration.ledgers.attendees import AttendeeLedger
from staff.registration.ledgers.difference_acts import CompareView, RepairView, SettleView
from staff.registration.ledgers.differences import DifferenceLedger
from staff.registration.ledgers.events import EventLedger, RetryEventView
from staff.registration.ledgers.money import CreditLedger, InvoiceLedger, PaymentLedger, RefundLedger
from staff.registration.menu import DESK, MENU
from staff.registration.orders.cancel import CancelOrderView
from staff.registration.orders.end_tests import EndTestsView
from staff.registration.orders.end_tickets import EndTicketsView
from staff.registration.orders.invoice import CorrectInvoiceView
from staff.registration.orders.ledger import OrderLedger
from staff.registration.orders.record_payment import RecordPaymentView
from staff.registration.orders.refund import RefundView
from staff.registration.orders.resend import ResendView
from staff.registration.panel import sales_panels
from staff.registration.settings.payments_tab import CheckKeysView, MakeWebhookView

LEDGERS = (
    OrderLedger,
    AttendeeLedger,
    PaymentLedger,
    RefundLedger,
    CreditLedger,
    InvoiceLedger,
    DifferenceLedger,
    EventLedger,
)

for ledger_class in LEDGERS:
    ledger = ledger_class()
    ledger.register_with_wagtail()
    hooks.register(MENU, ledger.get_menu_item)


@hooks.register("register_admin_viewset")
def catalogue() -> list:
    """Register the desks of what is sold."""
    return [
        TicketTypeViewSet(),
        AddOnViewSet(),
        VoucherViewSet(),
        QuestionViewSet(),
        *(viewset_of(model) for model in CONDITIONS),
    ]


@hooks.register(MENU)
def discounts_item() -> DeskMenuItem:
    """Return the menu item of all discounts."""
    return DeskMenuItem(
        _("Discounts"),
        reverse_lazy("staff_discounts"),
        name="discounts",
        icon_name="cut",
        order=140,
        permissions=VIEW_DISCOUNTS,
        desk=DESK,
    )


@hooks.register("register_admin_urls")
def shop_urls() -> list[URLPattern]:
    """Return the addresses of what is done with orders, events and differences."""
    order = "registration/orders/<int:pk>"
    return [
        path("conference-settings/payments/check/", CheckKeysView.as_view(), name="staff_settings_payments_check"),
        path(
            "conference-settings/payments/webhook/", MakeWebhookView.as_view(), name="staff_settings_payments_webhook"
        ),
        path("registration/test-orders/end/", EndTestsView.as_view(), name="staff_tests_end"),
        path("registration/discounts/", DiscountsView.as_view(), name="staff_discounts"),
        path("registration/vouchers/many/", MakeCodesView.as_view(), name="staff_voucher_codes"),
        path("registration/vouchers/many/file/", CodesFileView.as_view(), name="staff_voucher_codes_file"),
        path("registration/vouchers/end/", EndCodesView.as_view(), name="staff_voucher_codes_end"),
        path(f"{order}/record-payment/", RecordPaymentView.as_view(), name="staff_order_record"),
        path(f"{order}/refund/", RefundView.as_view(), name="staff_order_refund"),
        path(f"{order}/end/", EndTicketsView.as_view(), name="staff_order_end"),
        path(f"{order}/invoice/", CorrectInvoiceView.as_view(), name="staff_order_invoice"),
        path(f"{order}/cancel/", CancelOrderView.as_view(), name="staff_order_cancel"),
        path(f"{order}/send-again/", ResendView.as_view(), name="staff_order_resend"),
        path("registration/stripe-events/<int:pk>/retry/", RetryEventView.as_view(), name="staff_event_retry"),
        path("registration/differences/compare/", CompareView.as_view(), name="staff_differences_compare"),
        path("registration/differences/<int:pk>/repair/", RepairView.as_view(), name="staff_difference_repair"),
        path("registration/differences/<int:pk>/settle/", SettleView.as_view(), name="staff_difference_settle"),
    ]


@hooks.register("construct_homepage_panels")
def add_sales_panel(request: HttpRequest, panels: list[Component]) -> None:
    """Add the panel of sales."""
    panels += sales_panels(request)


@hooks.register("register_admin_menu_item")
def registration_menu() -> SubmenuMenuItem:
    """Add the menu; it shows when one of its items does."""
    return SubmenuMenuItem(
        _("Registration"), Menu(register_hook_name=MENU), name="registration", icon_name="tag", order=250
    )
