"""What staff did in the shop, as sentences in histories."""

from django.utils.translation import gettext_lazy as _

from registration.services.cancel_by_staff import CANCELLED
from registration.services.correct_invoice import CORRECTED
from registration.services.discrepancies import SETTLED
from registration.services.payment import RECORDED
from registration.services.refund import ENDED, REFUNDED
from registration.services.repair import REPAIRED
from registration.services.resend import RESENT
from registration.services.stripe_events import RETRIED
from registration.services.voucher_codes import MADE
from staff.registration.payments_tab import WEBHOOK_MADE

# action -> (label, sentence with the names of the entry's data)
SENTENCES = {
    RECORDED: (_("Record a payment"), _("Recorded %(amount)s (%(bank_reference)s)")),
    REFUNDED: (_("Give money back"), _("Gave %(amount)s back (%(way)s): %(why)s")),
    ENDED: (_("End tickets"), _("Ended %(what)s: %(why)s")),
    CANCELLED: (_("Cancel an order"), _("Cancelled the order %(reference)s")),
    CORRECTED: (_("Correct an invoice"), _("Cancelled the invoice %(old)s and wrote %(new)s")),
    RESENT: (_("Send mails again"), _("Sent the mails again to %(to)s")),
    RETRIED: (_("Process again"), _("Processed the event %(event)s (%(kind)s) again")),
    REPAIRED: (_("Look at a difference again"), _("Looked at “%(what)s” again: %(outcome)s")),
    WEBHOOK_MADE: (_("Make the webhook"), _("Let Stripe call %(url)s")),
    MADE: (_("Make vouchers"), _("Made %(count)s voucher codes (%(prefix)s)")),
    SETTLED: (_("Settle a difference"), _("Settled “%(what)s”: %(how)s")),
}
