"""What attendees think of a session."""

from django.conf import settings
from django.db import models

from conference.models.conference import Conference
from conference.models.talks import Talk


class SessionRating(models.Model):
    """One person's rating of one talk, 1 to 5."""

    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="session_ratings")
    talk = models.ForeignKey(Talk, on_delete=models.CASCADE, related_name="ratings")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="session_ratings")
    score = models.PositiveSmallIntegerField()
    comment = models.TextField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(fields=["talk", "user"], name="rating_once_per_person"),
            models.CheckConstraint(condition=models.Q(score__gte=1, score__lte=5), name="rating_between_1_and_5"),
        ]

    def __str__(self) -> str:
        return f"{self.score}/5"
