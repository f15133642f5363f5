"""What the crowds need."""

import pytest


@pytest.fixture
def queued_tasks(settings) -> None:
    """Leave background work to a worker, as in production: here mails are not sent, nor PDFs drawn."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
