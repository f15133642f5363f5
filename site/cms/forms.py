"""Forms of pages and snippets: facts named in a text must exist."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminPageForm

from common.texts import names_in
from conference import scope
from conference.facts import facts_for
from conference.models import Conference


class FactsChecked:
    """Refuses a text that names an unknown fact, beside the field and with the list of the known ones."""

    def conference_at_hand(self) -> Conference | None:
        """Return the conference whose facts count."""
        return getattr(self.instance, "conference", None)

    def _post_clean(self) -> None:
        super()._post_clean()
        used = names_in(self.instance)
        if not used:
            return
        conference = self.conference_at_hand()
        known = sorted(facts_for(conference)) if conference is not None else []
        for name, fields in used.items():
            if name not in known:
                error = ValidationError(
                    _("Unknown fact {{ %(name)s }}. You can use: %(known)s."),
                    params={"name": name, "known": ", ".join(known)},
                )
                for field in fields:
                    self.add_error(field if field in self.fields else None, error)


class ConferencePageForm(FactsChecked, WagtailAdminPageForm):
    """The form of every page of a conference."""

    def conference_at_hand(self) -> Conference | None:
        """Return the page's conference; a new page has its parent's."""
        if self.instance.path:
            return self.instance.conference
        return scope.conference_of_page(self.parent_page) if self.parent_page is not None else None
