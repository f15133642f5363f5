"""Panels of the editors' forms."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import Panel

from common.theme import brand_notes
from conference import scope
from conference.facts import BUILT_IN, facts_for
from conference.models import Brand, Conference


class FactsPanel(Panel):
    """Lists what `{{ name }}` may name in a text, and what each reads at present."""

    def __init__(self, **kwargs: object) -> None:
        kwargs.setdefault("heading", _("Facts to use in texts"))
        kwargs.setdefault("classname", "collapsed")
        super().__init__(**kwargs)

    class BoundPanel(Panel.BoundPanel):
        """The list for one form."""

        template_name = "cms/admin/facts_panel.html"

        def get_context_data(self, parent_context: dict | None = None) -> dict:
            """Add (placeholder, what it is, what it reads)."""
            context = super().get_context_data(parent_context)
            conference = self._conference()
            values = facts_for(conference) if conference is not None else {}
            context["rows"] = [
                (f"{{{{ {name} }}}}", BUILT_IN.get(name, ""), value) for name, value in sorted(values.items())
            ]
            return context

        def _conference(self) -> Conference | None:
            path = getattr(self.instance, "path", None)
            own = getattr(self.instance, "conference", None) if path or path is None else None
            return own or scope.staff_conference(self.request)


class BrandNotesPanel(Panel):
    """Tells which colours are shown otherwise than picked, because they would be hard to read."""

    def __init__(self, **kwargs: object) -> None:
        kwargs.setdefault("heading", _("How your colours are used"))
        super().__init__(**kwargs)

    class BoundPanel(Panel.BoundPanel):
        """The sentences for one brand."""

        template_name = "cms/admin/brand_notes.html"

        def get_context_data(self, parent_context: dict | None = None) -> dict:
            """Add the sentences about the stored colours."""
            context = super().get_context_data(parent_context)
            stored = Brand.objects.select_related("conference").filter(pk=self.instance.pk).first()
            context["notes"] = brand_notes(stored) if stored is not None else []
            return context
