"""What attendees tell about themselves, and which of it organizers ask."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from encrypted_fields.fields import EncryptedTextField

from conference.models import Conference
from registration.models.attendees import Attendee, free_access_code
from registration.models.catalogue import TicketType


class AttendeeProfileBase(models.Model):
    """What a profile of any kind has. The shop stores answers in `AttendeeProfile` alone.

    `DJANGO_PROGRAM["attendee_profile_model"]` is kept because other code reads that name: it may be empty or say
    `registration.AttendeeProfile`. Another model would have no effect, so a system check refuses it.
    """

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="%(class)s")
    access_code = models.CharField(max_length=20, unique=True, editable=False)
    completed_registration = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        abstract = True

    def save(self, *args: object, **kwargs: object) -> None:
        """Give a new profile a code of its own."""
        if not self.access_code:
            self.access_code = free_access_code()
        super().save(*args, **kwargs)


class AttendeeProfile(AttendeeProfileBase):
    """One ticket's answers. Diet and access needs are health data: encrypted, and purged by date."""

    class ShirtSize(models.TextChoices):
        """Sizes of unisex shirts."""

        XS = "XS", "XS"
        S = "S", "S"
        M = "M", "M"
        L = "L", "L"
        XL = "XL", "XL"
        XXL = "XXL", "2XL"
        XXXL = "XXXL", "3XL"
        XXXXL = "XXXXL", "4XL"
        NONE = "none", _("No shirt, thank you")

    attendee = models.OneToOneField(Attendee, on_delete=models.CASCADE, related_name="profile")
    # A person has a ticket, and so a profile, at each year's conference; an unclaimed ticket has no person yet.
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="attendee_profiles"
    )
    pronouns = models.CharField(_("pronouns"), max_length=50, blank=True, help_text=_("As on your badge."))
    shirt_size = models.CharField(_("shirt size"), max_length=10, choices=ShirtSize, blank=True)
    # The encrypted field stores an empty text as nothing.
    dietary_needs = EncryptedTextField(_("what you cannot or do not eat"), null=True, blank=True, max_length=1000)
    accessibility = EncryptedTextField(_("what helps you to take part"), null=True, blank=True, max_length=1000)

    class Meta:
        verbose_name = _("attendee’s answers")
        verbose_name_plural = _("attendees’ answers")
        default_permissions = ("view", "change")

    def __str__(self) -> str:
        return str(self.attendee)


class ProfileQuestion(models.Model):
    """That a field of the profile is asked at a conference, of whom, and whether it must be answered."""

    class Field(models.TextChoices):
        """The fields that can be asked."""

        PRONOUNS = "pronouns", _("Pronouns")
        SHIRT_SIZE = "shirt_size", _("Shirt size")
        DIETARY_NEEDS = "dietary_needs", _("Diet")
        ACCESSIBILITY = "accessibility", _("Accessibility")

    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="profile_questions")
    field = models.CharField(_("question"), max_length=50, choices=Field)
    is_required = models.BooleanField(_("must be answered"), default=False)
    help_text = models.CharField(_("hint"), max_length=300, blank=True)
    ticket_types = models.ManyToManyField(
        TicketType,
        blank=True,
        related_name="profile_questions",
        verbose_name=_("of holders of"),
        help_text=_("Nothing chosen: of all holders."),
    )
    order = models.PositiveIntegerField(_("place in the list"), default=0)

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = _("question to attendees")
        verbose_name_plural = _("questions to attendees")
        constraints = [
            models.UniqueConstraint(
                fields=["conference", "field"],
                name="profile_question_once",
                violation_error_message=_("This is asked already."),
            )
        ]

    def __str__(self) -> str:
        return self.get_field_display()


HEALTH_FIELDS = ("dietary_needs", "accessibility")
ANSWERS = tuple(ProfileQuestion.Field.values)
