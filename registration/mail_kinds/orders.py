"""The mails about orders, with the words that come with the site. Editors may write their own."""

from django.utils.translation import gettext_lazy as _

from registration.mail_kinds.placeholders import BILL, ORDER

KINDS = (
    (
        "order.confirmation",
        _("Order paid"),
        _("Your tickets for {{ name }} ({{ reference }})"),
        _(
            "Hello {{ buyer }},\n\nthank you. Your order {{ reference }} is complete, and your tickets are attached.\n\n"
            "Name the holders of your tickets, and find your invoice:\n\n[See my order]({{ link }})\n\nSee you at {{ name }}, {{ dates }}."
        ),
        ORDER,
    ),
    (
        "order.bill",
        _("Invoice, to another address than the buyer’s"),
        _("Invoice for {{ name }} ({{ reference }})"),
        _(
            "Hello,\n\n{{ buyer }} has ordered for {{ name }} and named this address for the invoice. {{ total }} is paid: "
            "there is nothing left to do. The invoice of order {{ reference }} is attached.\n\n"
            "The tickets went to the buyer. If you do not know of this, answer this mail."
        ),
        BILL,
    ),
    (
        "order.expired",
        _("Order not paid in time"),
        _("Your order {{ reference }} has ended"),
        _(
            "Hello {{ buyer }},\n\nyour order {{ reference }} for {{ name }} was not paid in time, so its places are free "
            "again. Nothing was charged.\n\nIf you still want to come, order again, while there are tickets:\n\n"
            "[See my order]({{ link }})"
        ),
        ORDER,
    ),
    (
        "order.test_ended",
        _("Order from the time of tests ended"),
        _("Your test order {{ reference }} has ended"),
        _(
            "Hello {{ buyer }},\n\nyou made the order {{ reference }} while the shop of {{ name }} was being tried out. Tests "
            "are over: the order has ended, and its tickets let nobody in.\n\nIf you want to come, please order anew."
        ),
        ORDER,
    ),
)
