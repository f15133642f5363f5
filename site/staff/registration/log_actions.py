"""What staff did in the shop, as sentences in histories."""

from django.utils.translation import gettext_lazy as _

from registration.services.invoicing.corrections import CORRECTED
from registration.services.money.differences.entries import RESOLVED
from registration.services.money.differences.repair import REPAIRED
from registration.services.orders.cancelling import CANCELLED
from registration.services.orders.rehearsal import TEST_ENDED
from registration.services.orders.resend import RESENT
from registration.services.payment import RECORDED
from registration.services.refund import ENDED, REFUNDED
from registration.services.setting_up.ending_codes import ENDED_CODES
from registration.services.setting_up.voucher_codes import MADE
from registration.services.stripe.events import RETRIED
from registration.services.stripe.setup import WEBHOOK_MADE

# as it was called in entries of earlier days
OLD_WEBHOOK_MADE = "staff.webhook_made"

# action -> (label, sentence with the names of the entry's data)
SENTENCES = {
    RECORDED: (_("Record a payment"), _("Recorded %(amount)s (%(bank_reference)s)")),
    REFUNDED: (_("Give money back"), _("Gave %(amount)s back (%(way)s): %(why)s")),
    ENDED: (_("End tickets"), _("Ended %(what)s: %(why)s")),
    CANCELLED: (_("Cancel an order"), _("Cancelled the order %(reference)s")),
    TEST_ENDED: (_("End a test order"), _("Ended the test order %(reference)s")),
    CORRECTED: (_("Correct an invoice"), _("Cancelled the invoice %(old)s and wrote %(new)s")),
    RESENT: (_("Send mails again"), _("Sent the mails again to %(to)s")),
    RETRIED: (_("Process again"), _("Processed the event %(event)s (%(kind)s) again")),
    REPAIRED: (_("Look at a difference again"), _("Looked at “%(what)s” again: %(outcome)s")),
    WEBHOOK_MADE: (_("Make the webhook"), _("Let Stripe call %(url)s")),
    OLD_WEBHOOK_MADE: (_("Make the webhook"), _("Let Stripe call %(url)s")),
    MADE: (_("Make vouchers"), _("Made %(count)s voucher codes (%(prefix)s)")),
    ENDED_CODES: (_("End vouchers"), _("Ended %(count)s voucher codes, %(deleted)s of them deleted")),
    RESOLVED: (_("Settle a difference"), _("Settled “%(what)s”: %(how)s")),
}
