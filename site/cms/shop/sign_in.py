"""The checkout's first question: an e-mail address, to which a code goes."""

from django.utils.translation import gettext_lazy as _

from common.sign_in_by_code import CodeForm


class EmailForm(CodeForm):
    """Says what the address is for."""

    help_text = _("Tickets and invoice go there. We send you a code to see that it is yours.")
