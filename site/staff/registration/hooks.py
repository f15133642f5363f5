"""Puts the shop's desk into Wagtail's admin."""

from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import Menu, SubmenuMenuItem

from staff.registration.attendees import AttendeeLedger
from staff.registration.differences import DifferenceLedger, RepairView, SettleView
from staff.registration.events import EventLedger, RetryEventView
from staff.registration.ledgers import CreditLedger, InvoiceLedger, PaymentLedger, RefundLedger
from staff.registration.menu import MENU
from staff.registration.order_acts import CancelOrderView, RecordPaymentView, ResendView
from staff.registration.orders import OrderLedger
from staff.registration.refund import RefundView

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


@hooks.register("register_admin_urls")
def shop_urls() -> list[URLPattern]:
    """Return the addresses of what is done with orders, events and differences."""
    order = "registration/orders/<int:pk>"
    return [
        path(f"{order}/record-payment/", RecordPaymentView.as_view(), name="staff_order_record"),
        path(f"{order}/refund/", RefundView.as_view(), name="staff_order_refund"),
        path(f"{order}/cancel/", CancelOrderView.as_view(), name="staff_order_cancel"),
        path(f"{order}/send-again/", ResendView.as_view(), name="staff_order_resend"),
        path("registration/stripe-events/<int:pk>/retry/", RetryEventView.as_view(), name="staff_event_retry"),
        path("registration/differences/<int:pk>/repair/", RepairView.as_view(), name="staff_difference_repair"),
        path("registration/differences/<int:pk>/settle/", SettleView.as_view(), name="staff_difference_settle"),
    ]


@hooks.register("register_admin_menu_item")
def registration_menu() -> SubmenuMenuItem:
    """Add the menu; it shows when one of its items does."""
    return SubmenuMenuItem(
        _("Registration"), Menu(register_hook_name=MENU), name="registration", icon_name="tag", order=250
    )
