"""Which role a group stands for, and at which conference."""

from django.contrib.auth.models import Group
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from conference.models.conference import Conference


class RoleGroup(models.Model):
    """A Django group that holds one role (a name of `conference.extension.roles`) for one conference, or for all of them.

    People hold a role by being in the group, so Wagtail's own rights on pages and collections follow it.
    """

    group = models.OneToOneField(Group, on_delete=models.CASCADE, related_name="role_group")
    role = models.CharField(_("role"), max_length=50)
    conference = models.ForeignKey(
        Conference,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="role_groups",
        help_text=_("Empty: all conferences."),
    )

    class Meta:
        ordering = ["role", "conference"]
        constraints = [
            models.UniqueConstraint(fields=["role", "conference"], name="role_group_unique"),
            models.UniqueConstraint(
                fields=["role"], condition=models.Q(conference__isnull=True), name="role_group_for_all_unique"
            ),
        ]

    def __str__(self) -> str:
        return self.group.name


class Invitation(models.Model):
    """A role promised to an address; it is taken when its owner has signed in with that address, verified."""

    email = models.EmailField(_("e-mail address"))
    role_group = models.ForeignKey(RoleGroup, on_delete=models.CASCADE, related_name="invitations")
    invited_by = models.ForeignKey("conference.User", on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        constraints = [models.UniqueConstraint(Lower("email"), "role_group", name="invitation_unique")]

    def __str__(self) -> str:
        return self.email
