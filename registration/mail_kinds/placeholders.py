"""What mails of the shop may say beside the conference's facts: {placeholder: what it stands for}."""

from django.utils.translation import gettext_lazy as _

ORDER = {
    "buyer": _("who bought"),
    "reference": _("the order’s reference"),
    "total": _("what it costs, with currency"),
    "held_until": _("until when it is held for the buyer"),
    "link": _("address of the order’s page"),
}
BILL = {name: words for name, words in ORDER.items() if name != "link"}
TICKET = {
    "holder": _("whose ticket it is"),
    "buyer": _("who bought it"),
    "ticket": _("what kind of ticket it is"),
    "link": _("address of the ticket, or at which it is claimed"),
}
