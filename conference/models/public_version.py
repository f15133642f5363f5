"""The one row that says how often anything public has changed."""

from django.db import models


class PublicVersion(models.Model):
    """A counter in row 1; see `conference.services.public_version`."""

    number = models.PositiveBigIntegerField(default=1)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="public_version_one_row")]

    def __str__(self) -> str:
        return str(self.number)
