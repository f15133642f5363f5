"""Who may do what in the shop: the roles of its people, and what organizers get beside their own rights."""

from django.utils.translation import gettext_lazy as _

from conference import extension

BASE = ("wagtailadmin.access_admin", "conference.view_conference", "conference.view_dashboard")
CATALOGUE = tuple(
    f"registration.{verb}_{model}"
    for model in (
        "tickettype",
        "addon",
        "voucher",
        "timeorstocklimitcondition",
        "speakercondition",
        "groupmembercondition",
        "includedproductcondition",
        "discountforproduct",
        "discountforcategory",
        "profilequestion",
    )
    for verb in ("add", "change", "delete", "view")
)
# what an order's page shows, whoever opens it
ORDERS = tuple(f"registration.view_{model}" for model in ("order", "payment", "refund", "credit", "invoice"))
# diets and access needs are health data: no other role has these two
ANSWERS = ("registration.view_attendeeprofile", "registration.change_attendeeprofile")
REGISTRATION = (
    *CATALOGUE,
    *ORDERS,
    *ANSWERS,
    "registration.export_order",
    "registration.cancel_order",
    "registration.resend_order",
    "registration.view_attendee",
    "registration.change_attendee",
    "registration.export_attendee",
)
FINANCE = (
    *ORDERS,
    "registration.export_order",
    "registration.record_payment",
    "registration.export_payment",
    "registration.refund_order",
    "registration.export_refund",
    "registration.view_stripeevent",
    "registration.view_eventprocessingexception",
    "registration.retry_stripeevent",
    "registration.view_discrepancy",
    "registration.change_discrepancy",
    "registration.view_dispute",
)
ORGANIZERS = (
    *(right for right in dict.fromkeys((*REGISTRATION, *FINANCE)) if right not in ANSWERS),
    "registration.change_salessettings",
)


def register_roles() -> None:
    """Fill the registry of roles; called once, after the conference app has filled its own part."""
    extension.roles.register(
        "registration",
        extension.Role(
            label=_("Registration managers"),
            description=_(
                "Tickets, add-ons, vouchers and discounts, orders and attendees with their diets and access needs. "
                "No refunds."
            ),
            permissions=(*BASE, *REGISTRATION),
        ),
    )
    extension.roles.register(
        "finance",
        extension.Role(
            label=_("Finance"),
            description=_("Orders, payments, refunds, invoices, and what does not agree with Stripe."),
            permissions=(*BASE, *FINANCE),
            needs_second_factor=True,
        ),
    )
    extension.widen_role("organizers", ORGANIZERS)
