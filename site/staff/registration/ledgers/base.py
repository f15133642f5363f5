"""What the shop's ledgers share."""

import datetime as dt

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail_modeladmin.views import InspectView

from common.ledgers import Ledger
from conference import extension
from registration.models import Invoice, Order
from staff.columns import moment_in_zone, zone
from staff.registration.menu import DESK
from staff.registration.money import amount_words


class LedgerInspectView(InspectView):
    """One row; where the ledger has a method for a field, that says it in words."""

    def get_page_title(self) -> str:
        """Return the page's heading: what kind of row it is."""
        return capfirst(self.opts.verbose_name)

    def get_field_display_value(self, field_name: str, field: object = None) -> object:
        """Return what stands beside the label: times in the conference's zone, yes and no, “–” for nothing."""
        own = getattr(self.model_admin, field_name, None)
        value = own(self.instance) if callable(own) else getattr(self.instance, field_name)
        if isinstance(value, dt.datetime):
            return f"{date_format(timezone.localtime(value), 'D j M Y, H:i')} {zone(value)}"
        if isinstance(value, bool):
            return _("Yes") if value else _("No")
        if value in (None, ""):
            return "–"
        return value if callable(own) else super().get_field_display_value(field_name, field)

    def get_field_label(self, field_name: str, field: object = None) -> str:
        """Return the label."""
        own = getattr(self.model_admin, field_name, None)
        return capfirst(getattr(own, "short_description", "") or super().get_field_label(field_name, field))


class ShopLedger(Ledger):
    """Base of the shop's ledgers: in its menu, while its desk is on.

    `order_path` leads from a row to its order; `empty_text` says what makes rows appear.
    """

    desk = DESK
    add_to_admin_menu = False
    list_select_related = True
    list_per_page = 50
    index_template_name = "staff/registration/ledger.html"
    inspect_view_class = LedgerInspectView
    order_path = "order"
    empty_text = ""

    # columns that are not broken into several lines
    unbroken: tuple[str, ...] = (
        "amount_in_words",
        "total_in_words",
        "left_in_words",
        "order_link",
        "reference",
        "status",
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
