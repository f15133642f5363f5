"""The mails about money, with the words that come with the site. Editors may write their own."""

from django.utils.translation import gettext_lazy as _

from registration.mail_kinds.placeholders import BILL, ORDER

AMOUNT = {"amount": _("how much, with currency")}
DUE = {
    "due": _("what is still to be paid, with currency"),
    "payee": _("the seller’s name"),
    "account": _("the seller’s bank account"),
    "payment_note": _("the seller’s note on payments"),
}
WAY = _("“the way it was paid” or “as store credit”")
TRANSFER, TRANSFER_BILL = {**ORDER, **DUE}, {**BILL, **DUE}

KINDS = (
    (
        "order.refund",
        _("Money given back"),
        _("{{ amount }} of your order {{ reference }}"),
        _(
            "Hello {{ buyer }},\n\n{{ amount }} of your order {{ reference }} for {{ name }} was given back {{ way }}. "
            "A bank may take up to ten days to show it.\n\n[See my order]({{ link }})"
        ),
        {**ORDER, **AMOUNT, "way": WAY},
    ),
    (
        "order.surplus_refund",
        _("Money given back that was too much"),
        _("You paid {{ amount }} too much for {{ reference }}: it comes back"),
        _(
            "Hello {{ buyer }},\n\nyou paid {{ amount }} more than your order {{ reference }} for {{ name }} costs. We have "
            "given it back {{ way }}; a bank may take up to ten days to show it. Your tickets stay yours: there is nothing "
            "to do.\n\n[See my order]({{ link }})"
        ),
        {**ORDER, **AMOUNT, "way": WAY},
    ),
    (
        "order.credit",
        _("Store credit given"),
        _("{{ amount }} of store credit for {{ name }}"),
        _(
            "Hello {{ buyer }},\n\n{{ amount }} of your order {{ reference }} for {{ name }} is store credit now. You have "
            "{{ balance }} of it in all. To spend it, order something and choose it on the page on which you pay.\n\n"
            "[See my order]({{ link }})"
        ),
        {**ORDER, **AMOUNT, "balance": _("how much store credit the buyer has at the conference, with currency")},
    ),
    (
        "order.part_paid",
        _("Part of the price received"),
        _("We got {{ amount }} for {{ reference }}, {{ due }} is missing"),
        _(
            "Hello {{ buyer }},\n\nthank you: we got {{ amount }} for your order {{ reference }} for {{ name }}. Of "
            "{{ total }} still {{ due }} is missing. Your places are held until {{ held_until }}.\n\n"
            "[Pay the rest]({{ link }})"
        ),
        {**ORDER, **AMOUNT, "due": DUE["due"]},
    ),
    (
        "order.payment_problem",
        _("Payment that failed on its way"),
        _("Your payment for {{ reference }} did not arrive"),
        _(
            "Hello {{ buyer }},\n\nyour bank did not complete the payment of {{ total }} for your order {{ reference }} "
            "({{ reason }}). Nothing was charged.\n\nWe keep your places until {{ held_until }}. Until then you can pay in "
            "another way:\n\n[Pay in another way]({{ link }})"
        ),
        {**ORDER, "reason": _("why the bank refused")},
    ),
    (
        "order.late_payment",
        _("Payment that came too late"),
        _("Your payment for {{ reference }} came too late"),
        _(
            "Hello {{ buyer }},\n\nyour payment of {{ amount }} arrived when the time for your order {{ reference }} was over, "
            "and by then everything was sold. We are sorry. The whole amount goes back to you by itself; a bank may take up "
            "to ten days to show it.\n\n[See my order]({{ link }})"
        ),
        {**ORDER, **AMOUNT},
    ),
    (
        "order.expired_part_paid",
        _("Order not paid in full in time"),
        _("Your order {{ reference }} has ended"),
        _(
            "Hello {{ buyer }},\n\nfor your order {{ reference }} for {{ name }} only {{ amount }} of {{ total }} came in "
            "time, so it has ended and its places are free again. We give you the {{ amount }} back the way you paid.\n\n"
            "If you still want to come, order again, while there are tickets:\n\n[See my order]({{ link }})"
        ),
        {**ORDER, **AMOUNT},
    ),
    (
        "order.transfer_instructions",
        _("How to pay by bank transfer"),
        _("Please transfer {{ due }} for {{ reference }}"),
        _(
            "Hello {{ buyer }},\n\nthank you for your order for {{ name }}. Your places are held until {{ held_until }}. "
            "Please transfer {{ due }} by then:\n\n"
            "- Payee: {{ payee }}\n- Account: {{ account }}\n- Reference: {{ reference }}\n\n{{ payment_note }}\n\n"
            "You can also pay by card until then:\n\n[See my order]({{ link }})"
        ),
        TRANSFER,
    ),
    (
        "order.transfer_bill",
        _("Bill for a bank transfer, to another address than the buyer’s"),
        _("Bill for {{ name }} ({{ reference }})"),
        _(
            "Hello,\n\n{{ buyer }} has ordered for {{ name }} and named this address for the bill. Please transfer {{ due }} "
            "by {{ held_until }}:\n\n- Payee: {{ payee }}\n- Account: {{ account }}\n- Reference: {{ reference }}\n\n{{ payment_note }}\n\n"
            "The invoice follows once it is paid. If you do not know of this, answer this mail and do not pay."
        ),
        TRANSFER_BILL,
    ),
    (
        "order.transfer_reminder",
        _("Reminder of a bank transfer"),
        _("We have not seen your transfer for {{ reference }} yet"),
        _(
            "Hello {{ buyer }},\n\nyour order {{ reference }} for {{ name }} waits for {{ due }}. Your places are held until "
            "{{ held_until }}.\n\n- Payee: {{ payee }}\n- Account: {{ account }}\n- Reference: {{ reference }}\n\n"
            "If you have sent it already, thank you: transfers take a day or two. You can also pay by card:\n\n"
            "[See my order]({{ link }})"
        ),
        TRANSFER,
    ),
    (
        "staff.payment_attention",
        _("To staff: a difference in payments"),
        _("Please look: {{ what }} {{ reference }}"),
        _(
            "{{ what }}\n\n{{ detail }}\n\n- Order: {{ reference }}\n- Amount: {{ amount }}\n\n[See the difference]({{ link }})"
        ),
        {
            **AMOUNT,
            "what": _("what does not agree"),
            "detail": _("what happened, in a sentence"),
            "reference": _("the order’s reference, if there is one"),
            "link": _("address of the difference"),
        },
    ),
)
