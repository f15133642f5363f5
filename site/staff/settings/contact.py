"""The tab of the contact: whom visitors write to, and in whose name mails leave."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import WagtailAdminModelForm

from conference.models import ConferenceFacts
from staff.settings.tabs import SettingsTabView


class ContactForm(WagtailAdminModelForm):
    """The contact's part of the conference's facts."""

    class Meta(WagtailAdminModelForm.Meta):
        model = ConferenceFacts
        fields = ["contact_email", "conduct_contact", "sender_name", "reply_address"]
        help_texts = {
            "contact_email": _("Shown in the footer of every page."),
            "sender_name": _("Empty: the conference’s name."),
            "reply_address": _("Empty: the contact address."),
        }


class ContactView(SettingsTabView):
    """Changes the contact; the facts keep a revision of each change."""

    tab = "contact"
    permissions = ("conference.change_conferencefacts",)
    works_when_closed = False
    form_class = ContactForm

    def get_instance(self) -> ConferenceFacts:
        """Return the conference's facts."""
        return ConferenceFacts.objects.get(conference=self.conference)

    def save(self, form: ContactForm) -> None:
        """Store the facts and a revision of them."""
        facts = form.save()
        facts.save_revision(user=self.request.user)
