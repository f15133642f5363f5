"""What is stored: one file per subject, all public names here."""

from registration.models.attendees import Attendee, AttendeeAddOn
from registration.models.carts import Cart, CartItem
from registration.models.catalogue import AddOn, Product, TicketType
from registration.models.conditions import (
    CONDITIONS,
    LIMITED_CONDITIONS,
    ConditionBase,
    DiscountEffect,
    DiscountForCategory,
    DiscountForProduct,
    GroupMemberCondition,
    IncludedProductCondition,
    SpeakerCondition,
    TimeOrStockLimitCondition,
)
from registration.models.credits import Credit, CreditApplication
from registration.models.discrepancies import Discrepancy, Dispute
from registration.models.invoices import Invoice, InvoiceSeries
from registration.models.orders import PAID_STATES, Order, OrderLineItem, takes_stock
from registration.models.payments import Payment, StripeCustomer
from registration.models.profiles import AttendeeProfile, AttendeeProfileBase, ProfileQuestion
from registration.models.refunds import Refund, RefundLine
from registration.models.sales import SalesSettings, Stock
from registration.models.stripe_events import EventProcessingException, StripeEvent
from registration.models.vouchers import Voucher

__all__ = [
    "CONDITIONS",
    "LIMITED_CONDITIONS",
    "PAID_STATES",
    "AddOn",
    "Attendee",
    "AttendeeAddOn",
    "AttendeeProfile",
    "AttendeeProfileBase",
    "Cart",
    "CartItem",
    "ConditionBase",
    "Credit",
    "CreditApplication",
    "DiscountEffect",
    "DiscountForCategory",
    "DiscountForProduct",
    "Discrepancy",
    "Dispute",
    "EventProcessingException",
    "GroupMemberCondition",
    "IncludedProductCondition",
    "Invoice",
    "InvoiceSeries",
    "Order",
    "OrderLineItem",
    "Payment",
    "Product",
    "ProfileQuestion",
    "Refund",
    "RefundLine",
    "SalesSettings",
    "SpeakerCondition",
    "Stock",
    "StripeCustomer",
    "StripeEvent",
    "TicketType",
    "TimeOrStockLimitCondition",
    "Voucher",
    "takes_stock",
]
