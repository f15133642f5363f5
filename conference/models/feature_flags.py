"""Switches of a conference's features; see `conference.features` for how they are resolved."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import RevisionMixin

from conference.models.conference import Conference


def flag(label: str, help_text: str) -> models.BooleanField:
    """Return a switch with three states: on, off, and empty for “as the installation says”."""
    return models.BooleanField(label, null=True, blank=True, help_text=help_text)


class FeatureFlags(RevisionMixin, models.Model):
    """One row per conference; an empty switch follows the installation's settings."""

    conference = models.OneToOneField(Conference, on_delete=models.CASCADE, related_name="feature_flags")
    registration_enabled = flag(_("ticket shop"), _("Tickets, baskets and orders."))
    sponsors_enabled = flag(_("sponsors"), _("Sponsor pages and the sponsors’ portal."))
    travel_grants_enabled = flag(_("grants"), _("Applications for financial aid."))
    programs_enabled = flag(_("activities"), _("Tutorials, sprints and other activities to sign up for."))
    pretalx_sync_enabled = flag(_("Pretalx sync"), _("Importing the programme from Pretalx."))
    visa_letters_enabled = flag(_("visa letters"), _("Letters of invitation."))
    schedule_enabled = flag(_("schedule"), _("Schedule, talks, speakers and their feeds."))
    news_enabled = flag(_("news"), _("News pages and their feed."))
    public_ui_enabled = flag(
        _("public pages"), _("All pages that belong to a feature. Off: only plain pages are left.")
    )
    manage_ui_enabled = flag(_("organizers’ desk"), _("The programme and registration menus of the admin."))
    all_ui_enabled = flag(_("everything"), _("Master switch of public pages and organizers’ desk."))
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("feature switches")
        verbose_name_plural = _("feature switches")
        default_permissions = ("view", "change")

    def __str__(self) -> str:
        return str(_("Feature switches of %(conference)s") % {"conference": self.conference})
