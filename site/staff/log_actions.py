"""What staff did, as sentences in histories and reports."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry, LogFormatter

from conference.services.people import CANCELLED, GRANTED, INVITED, REVOKED
from staff.mail.views import SENT_AGAIN
from staff.registration.log_actions import SENTENCES as OF_THE_SHOP
from staff.settings.tabs import CHANGED, CLEARED

# action -> (label, sentence with the names of the entry's data)
SENTENCES = {
    INVITED: (_("Invite"), _("Invited %(person)s as “%(role)s” at %(place)s")),
    GRANTED: (_("Give a role"), _("Gave %(person)s the role “%(role)s” at %(place)s")),
    REVOKED: (_("Take a role"), _("Took the role “%(role)s” at %(place)s from %(person)s")),
    CANCELLED: (_("Take back an invitation"), _("Took back the invitation of %(person)s as “%(role)s” at %(place)s")),
    CHANGED: (_("Change settings"), _("Changed %(fields)s")),
    CLEARED: (_("Forget a secret"), _("Forgot the stored %(field)s")),
    SENT_AGAIN: (_("Send again"), _("Sent the mail to %(to)s again")),
    **OF_THE_SHOP,
}


class Sentence(LogFormatter):
    """Fills the sentence from the entry's data; an entry that lacks some of it shows the label."""

    sentence = ""

    def format_message(self, log_entry: object) -> str:
        """Return the sentence of one entry."""
        data = {key: ", ".join(value) if isinstance(value, list) else value for key, value in log_entry.data.items()}
        try:
            return self.sentence % data
        except KeyError:
            return self.label


@hooks.register("register_log_actions")
def register_sentences(actions: LogActionRegistry) -> None:
    """Register every action of the staff room."""
    for action, (label, sentence) in SENTENCES.items():
        formatter = type(f"{action.partition('.')[2]}_formatter", (Sentence,), {"label": label, "sentence": sentence})
        actions.register_action(action)(formatter)
