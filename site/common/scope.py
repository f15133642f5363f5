"""Everything that keeps the staff's views inside one conference: import it from here.

- `ConferenceScopedModelViewSet`, `ConferenceScopedSnippetViewSet`, `ConferenceScopedChooserViewSet`: bases of viewsets.
  Before registering one, register its model's policy at the top of a `wagtail_hooks.py`:
  `register_conference_policy(Model)`, with the path to the conference when it is not a field of the model.
- `DeskView`, `DeskMixin`, `DeskMenuItem`: bases of views of our own, registered through `register_admin_urls`.
- `ConferenceScoped`: the mixin itself, for any other admin view.
- `ConferenceModelForm`: base of hand-written model forms (a viewset's `base_form_class`).
"""

from common.closed import is_open, refused
from common.conference_forms import ConferenceModelForm, fit_to_conference
from common.desk import DeskMenuItem, DeskMixin, DeskView
from common.policies import (
    ConferencePermissionPolicy,
    attach,
    conference_at_work,
    conference_of,
    register_conference_policy,
)
from common.scoped_views import ConferenceScoped, require_conference, require_own, require_permission
from common.scoped_viewsets import (
    ConferenceScopedChooserViewSet,
    ConferenceScopedModelViewSet,
    ConferenceScopedSnippetChooserViewSet,
    ConferenceScopedSnippetViewSet,
)
from common.spreadsheets import SafeSpreadsheet, neutral

__all__ = [
    "ConferenceModelForm",
    "ConferencePermissionPolicy",
    "ConferenceScoped",
    "ConferenceScopedChooserViewSet",
    "ConferenceScopedModelViewSet",
    "ConferenceScopedSnippetChooserViewSet",
    "ConferenceScopedSnippetViewSet",
    "DeskMenuItem",
    "DeskMixin",
    "DeskView",
    "SafeSpreadsheet",
    "attach",
    "conference_at_work",
    "conference_of",
    "fit_to_conference",
    "is_open",
    "neutral",
    "refused",
    "register_conference_policy",
    "require_conference",
    "require_own",
    "require_permission",
]
