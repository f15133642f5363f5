"""Periodic jobs of the conference app itself. Each returns one line that says what it did, or ""."""

from datetime import timedelta

from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from conference.models import Invitation

KEEP_INVITATIONS = timedelta(days=14)
KEEP_TASKS = timedelta(days=7)


def publish_scheduled() -> str:
    """Publish and take down the pages and snippets whose time has come; Wagtail's history shows which."""
    call_command("publish_scheduled")
    return ""


def purge_expired() -> str:
    """Delete sessions that ended, invitations nobody took, and records of finished background tasks."""
    now = timezone.now()
    counts = {
        "sessions": Session.objects.filter(expire_date__lt=now),
        "invitations": Invitation.objects.filter(expires_at__lt=now - KEEP_INVITATIONS),
        "task records": DBTaskResult.objects.finished().filter(finished_at__lt=now - KEEP_TASKS),
    }
    deleted = {name: rows.delete()[0] for name, rows in counts.items()}
    return ", ".join(f"{number} {name} deleted" for name, number in deleted.items() if number)
