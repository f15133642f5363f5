"""Facts of a conference that are typed once and used everywhere: contacts, key dates, free facts."""

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import Orderable, RevisionMixin

from conference.models.conference import Conference

validate_fact_slug = RegexValidator(
    r"^[a-z][a-z0-9_]*$", _("Use small letters, digits and underscores, beginning with a letter.")
)


class ConferenceFacts(RevisionMixin, ClusterableModel):
    """What editors may change about a conference; saving is in effect at once, with history."""

    conference = models.OneToOneField(Conference, on_delete=models.CASCADE, related_name="facts")
    tagline = models.CharField(_("one line about the event"), max_length=200, blank=True)
    contact_email = models.EmailField(_("contact address"), blank=True)
    conduct_contact = models.CharField(
        _("code of conduct contact"), max_length=300, blank=True, help_text=_("An e-mail address or telephone number.")
    )
    sender_name = models.CharField(_("sender’s name of mails"), max_length=200, blank=True)
    reply_address = models.EmailField(_("reply address of mails"), blank=True)
    hashtag = models.CharField(_("hashtag"), max_length=100, blank=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("conference facts")
        verbose_name_plural = _("conference facts")
        default_permissions = ("view", "change")

    def __str__(self) -> str:
        return str(_("Facts of %(conference)s") % {"conference": self.conference})


class SocialLink(Orderable):
    """An account of the conference elsewhere."""

    facts = ParentalKey(ConferenceFacts, on_delete=models.CASCADE, related_name="social_links")
    label = models.CharField(_("name"), max_length=100, help_text=_("For example Mastodon."))
    url = models.URLField(_("address"))

    def __str__(self) -> str:
        return self.label


class KeyDate(Orderable):
    """A deadline or opening. Without a day it reads “to be announced”; day and time are in the conference's zone."""

    facts = ParentalKey(ConferenceFacts, on_delete=models.CASCADE, related_name="key_dates")
    slug = models.CharField(_("name in texts"), max_length=50, validators=[validate_fact_slug])
    label = models.CharField(_("label"), max_length=200)
    day = models.DateField(_("day"), null=True, blank=True, help_text=_("Empty: “to be announced”."))
    time = models.TimeField(_("time"), null=True, blank=True)

    class Meta(Orderable.Meta):
        verbose_name = _("key date")
        verbose_name_plural = _("key dates")
        constraints = [
            models.UniqueConstraint(fields=["facts", "slug"], name="key_date_slug_unique"),
            models.CheckConstraint(
                condition=models.Q(time__isnull=True) | models.Q(day__isnull=False),
                name="key_date_time_needs_day",
                violation_error_message=_("A time needs a day."),
            ),
        ]

    def __str__(self) -> str:
        return self.label


class Fact(Orderable):
    """Any other short text that pages and mails repeat."""

    facts = ParentalKey(ConferenceFacts, on_delete=models.CASCADE, related_name="free_facts")
    slug = models.CharField(_("name in texts"), max_length=50, validators=[validate_fact_slug])
    text = models.CharField(_("text"), max_length=500)

    class Meta(Orderable.Meta):
        verbose_name = _("fact")
        verbose_name_plural = _("facts")
        constraints = [models.UniqueConstraint(fields=["facts", "slug"], name="fact_slug_unique")]

    def __str__(self) -> str:
        return self.slug
