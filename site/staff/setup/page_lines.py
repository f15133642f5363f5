"""A page that must be published, as a line of the checklist."""

from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.models import Page

from common.texts import hints_in


def line_of(page: Page, label: str) -> tuple[str, bool, str]:
    """Return (text, done, address of its editor); what is published with hints for its writer in it is not done."""
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    if page.live and hints_in(page):
        label = _("Finish “%(page)s”: hints in square brackets still stand in it") % {"page": page.title}
        return label, False, url
    return label, page.live, url
