"""The version of everything public: cached pages are keyed by it, so a change is seen at the next request everywhere.

One row for the whole installation: a change of one conference also refreshes the others' pages, which costs one
rendering each and spares every reader a question about what depends on what.
"""

from django.db import connection, transaction
from django.db.models import F

from conference.models.public_version import PublicVersion


def current() -> int:
    """Return the current version (one SQL statement; 0 before anything was ever changed)."""
    return PublicVersion.objects.filter(pk=1).values_list("number", flat=True).first() or 0


def bump() -> None:
    """Refresh all public pages once the current transaction has committed; many calls in it count as one.

    After the commit and not inside it, so that writers do not queue for the one row while they work.
    """
    if any(hook[1] is _increase for hook in connection.run_on_commit):
        return
    transaction.on_commit(_increase)


def _increase() -> None:
    if not PublicVersion.objects.filter(pk=1).update(number=F("number") + 1):
        PublicVersion.objects.update_or_create(pk=1, defaults={"number": 1})


def bump_on_change(**_kwargs: object) -> None:
    """Receive a model's save or delete signal."""
    bump()
