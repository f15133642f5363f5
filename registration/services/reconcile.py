"""Comparing a conference's account at Stripe with its orders: what webhooks missed is made up for by the same functions.

What is safe is repaired; everything else becomes a difference in the list. Nothing here trusts that an event came.
"""

import logging

from conference.models import Conference
from registration.services.money.compare.account import Report
from registration.services.money.compare.payments import MONTH
from registration.services.money.compare.run import Comparison
from registration.services.rounds import Round
from registration.stripe_errors import StripeProblemError

logger = logging.getLogger(__name__)


def reconcile(conference: Conference, *, days: int | None = None) -> Report:
    """Compare what happened since the last time (or in the last `days`) and return what was found.

    Raises `StripeProblemError` when Stripe cannot be asked; what was repaired by then stays. Call it outside transactions.
    """
    return Comparison(conference, days).run()


def reconcile_recent() -> str:
    """Compare every conference with keys since its last time; return one line, or ""."""
    return _each(days=None)


def reconcile_month() -> str:
    """Compare the last month of every conference with keys: late failures show in objects that are weeks old."""
    return _each(days=MONTH.days)


def _each(days: int | None) -> str:
    """Compare them all; `RowsFailedError`, at the end, when one of them or something of theirs stays in the way."""
    lines, a_round = [], Round()

    def compare(conference: Conference) -> None:
        try:
            report = reconcile(conference, days=days)
        except StripeProblemError as problem:
            logger.warning("%s was not reconciled: %s", conference.slug, problem)
            lines.append(f"{conference.slug}: {problem}")
            return
        a_round.failed += report.failed
        if report.changed or report.found or report.failed:
            lines.append(f"{conference.slug}: {report.sentence()}")

    known = Conference.objects.filter(is_closed=False).order_by("pk")
    a_round.each([conference for conference in known if conference.stripe_secret_key], compare)
    return a_round.line("; ".join(lines))
