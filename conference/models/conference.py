"""The conference: one event in one year."""

import zoneinfo
from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from encrypted_fields.fields import EncryptedCharField

from conference import extension, stripe_keys
from conference.settings import get_config
from conference.validators import validate_currency, validate_timezone


class Conference(models.Model):
    """An event. Days are in `timezone` (an IANA name); `currency` is ISO 4217, empty for the configured one."""

    class Visibility(models.TextChoices):
        """How much of the programme the public sees."""

        NOTHING = "nothing", _("Nothing yet")
        SPEAKERS = "speakers", _("Speakers")
        TALKS = "talks", _("Speakers and talks, no times")
        SCHEDULE = "schedule", _("The whole schedule")

    name = models.CharField(_("name"), max_length=200)
    slug = models.SlugField(_("short name"), max_length=200, unique=True, help_text=_("In addresses; never changes."))
    start_date = models.DateField(_("first day"))
    end_date = models.DateField(_("last day"))
    timezone = models.CharField(
        _("time zone"),
        max_length=100,
        default="UTC",
        validators=[validate_timezone],
        help_text=_("Where the event takes place, for example Europe/Berlin. All times are shown in it."),
    )
    language = models.CharField(_("language of the site"), max_length=20, default="en")
    venue = models.CharField(_("venue"), max_length=300, blank=True)
    address = models.CharField(_("address of the venue"), max_length=500, blank=True)
    website_url = models.URLField(_("address of the site"), blank=True)
    is_active = models.BooleanField(
        _("public"), default=True, help_text=_("Off: visitors get “not found”, staff see a preview.")
    )
    is_closed = models.BooleanField(
        _("closed"), default=False, help_text=_("A past event that nobody changes any more: everything is read-only.")
    )
    programme_visibility = models.CharField(
        _("programme shown"), max_length=20, choices=Visibility, default=Visibility.NOTHING
    )

    total_capacity = models.PositiveIntegerField(_("places in all"), default=0, help_text=_("0: no limit."))
    revenue_budget = models.DecimalField(_("revenue budget"), max_digits=12, decimal_places=2, null=True, blank=True)
    target_attendance = models.PositiveIntegerField(_("attendees hoped for"), null=True, blank=True)
    grant_budget = models.DecimalField(_("grant budget"), max_digits=12, decimal_places=2, null=True, blank=True)

    currency = models.CharField(
        _("currency"),
        max_length=3,
        blank=True,
        validators=[validate_currency],
        help_text=_("Three letters, for example EUR. Empty: the one of the installation."),
    )
    seller_name = models.CharField(_("seller’s legal name"), max_length=300, blank=True)
    seller_address = models.TextField(_("seller’s address"), blank=True)
    seller_tax_id = models.CharField(_("seller’s tax number"), max_length=100, blank=True)
    seller_bank_account = models.CharField(_("bank account"), max_length=200, blank=True)
    payment_note = models.TextField(_("note on payments"), blank=True)

    pretalx_event_slug = models.CharField(_("Pretalx event"), max_length=200, blank=True)
    pretalx_base_url = models.URLField(
        _("address of Pretalx"), blank=True, help_text=_("Empty: the one of the installation.")
    )
    pretalx_token = EncryptedCharField(_("Pretalx token"), max_length=200, null=True, blank=True)
    pretalx_sync_minutes = models.PositiveIntegerField(
        _("sync every … minutes"), default=0, help_text=_("0: only when somebody asks for it.")
    )

    stripe_publishable_key = EncryptedCharField(max_length=200, null=True, blank=True)
    stripe_secret_key = EncryptedCharField(max_length=200, null=True, blank=True)
    stripe_webhook_secret = EncryptedCharField(max_length=200, null=True, blank=True)
    qbo_realm_id = models.CharField(max_length=200, blank=True)
    qbo_access_token = EncryptedCharField(max_length=2000, null=True, blank=True)
    qbo_refresh_token = EncryptedCharField(max_length=2000, null=True, blank=True)
    qbo_token_expires_at = models.DateTimeField(null=True, blank=True)
    qbo_client_id = models.CharField(max_length=200, blank=True)
    qbo_client_secret = EncryptedCharField(max_length=500, null=True, blank=True)

    collection = models.OneToOneField(
        "wagtailcore.Collection",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="conference",
    )
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["-start_date", "slug"]
        verbose_name = _("conference")
        verbose_name_plural = _("conferences")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(start_date__lte=models.F("end_date")),
                name="conference_starts_before_it_ends",
                violation_error_message=_("The last day is before the first."),
            ),
            models.CheckConstraint(
                condition=models.Q(currency__regex=r"^([A-Z]{3})?$"),
                name="conference_currency_is_iso",
                violation_error_message=_("Use three capital letters such as EUR."),
            ),
            models.CheckConstraint(
                condition=models.Q(revenue_budget__isnull=True) | models.Q(revenue_budget__gte=0),
                name="conference_revenue_budget_positive",
                violation_error_message=_("A budget is not negative."),
            ),
            models.CheckConstraint(
                condition=models.Q(grant_budget__isnull=True) | models.Q(grant_budget__gte=0),
                name="conference_grant_budget_positive",
                violation_error_message=_("A budget is not negative."),
            ),
        ]
        permissions = [
            ("view_dashboard", "Can see the conference's dashboard"),
            ("manage_conference_settings", "Can change the conference's settings"),
            ("manage_people", "Can invite people and give them roles"),
            ("view_program", "Can see the programme desk"),
            ("change_program", "Can change the programme"),
            ("sync_pretalx", "Can import the programme from Pretalx"),
            ("change_flags", "Can switch features on and off"),
        ]

    def __str__(self) -> str:
        return self.name

    def clean_fields(self, exclude: Collection[str] | None = None) -> None:
        """Refuse a key of Stripe in the wrong field as well, and keys of which one only is for tests."""
        errors = {}
        try:
            super().clean_fields(exclude=exclude)
        except ValidationError as error:
            errors = error.error_dict
        keys = {name: getattr(self, name) for name in stripe_keys.PATTERNS if name not in (exclude or ())}
        if errors := {**stripe_keys.errors_of(keys), **errors}:
            raise ValidationError(errors)

    def clean(self) -> None:
        """Refuse what an upper floor has a reason against, such as another currency once something was sold."""
        super().clean()
        for check in extension.conference_checks.values():
            check(self)

    @cached_property
    def tz(self) -> zoneinfo.ZoneInfo:
        """The event's time zone; UTC when a stored name is unknown on this machine."""
        try:
            return zoneinfo.ZoneInfo(self.timezone)
        except (zoneinfo.ZoneInfoNotFoundError, ValueError):
            return zoneinfo.ZoneInfo("UTC")

    @property
    def sells_in_test_mode(self) -> bool:
        """Whether the Stripe key in use is one for tests: no real money moves."""
        return (self.stripe_secret_key or "").startswith(("sk_test_", "rk_test_"))

    @property
    def publishable_key(self) -> str:
        """The key that pages may show; "" when what is stored is no such key."""
        stored = self.stripe_publishable_key or ""
        return stored if stripe_keys.fits(stripe_keys.PUBLISHABLE, stored) else ""

    @property
    def effective_currency(self) -> str:
        """The ISO 4217 code in which this conference sells."""
        return self.currency or get_config().currency

    @property
    def effective_pretalx_base_url(self) -> str:
        """The address of the Pretalx that holds this event."""
        return self.pretalx_base_url or get_config().pretalx.base_url

    @property
    def effective_pretalx_token(self) -> str:
        """The token to use there; "" for anonymous. The installation's token goes to the installation's server only."""
        if self.pretalx_token:
            return self.pretalx_token
        if self.effective_pretalx_base_url.rstrip("/") == get_config().pretalx.base_url.rstrip("/"):
            return get_config().pretalx.token or ""
        return ""
