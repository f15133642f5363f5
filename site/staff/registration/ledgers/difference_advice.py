"""What people do about a difference, a sentence or two for each kind; docs/organize/money.md tells the same."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from registration.models import Discrepancy

Kind = Discrepancy.Kind

ADVICE: dict[str, Promise] = {
    Kind.ORPHAN_PAYMENT: _("Find out whose money it is and give it back in Stripe’s dashboard. Then settle it."),
    Kind.WRONG_AMOUNT: _(
        "The order is not paid by this. Give the money back, or record on the order what is missing and look at it again."
    ),
    Kind.OVERPAID: _("Give back what is too much: a paid order stays paid, and its tickets stay valid."),
    Kind.LATE_PAYMENT: _(
        "Cards go back by themselves. A transfer you send back yourself: give it back on the order, so that the books know."
    ),
    Kind.MISSING_PAYMENT: _(
        "Check whether the keys are still those of the same account, then look at it again. Settle it if the money came."
    ),
    Kind.UNRECORDED_REFUND: _(
        "Nobody knows which tickets it was for, so all are valid. End on the order those that shall not let in, then settle it."
    ),
    Kind.FAILED_REFUND: _("Ask the buyer for another way, send the money, and settle it with a note of how."),
    Kind.DISPUTE: _("Answer in Stripe’s dashboard, in time. Until it is decided, the order gives nothing back."),
}
