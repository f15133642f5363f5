"""The account at Stripe that is compared, and what the comparison did."""

import datetime as dt
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from conference.models import Conference
from registration.models import Payment
from registration.services.stripe.client import ask_all, client_for, livemode
from registration.stripe_errors import RefusedError, StripeProblemError

logger = logging.getLogger(__name__)
# clocks differ, and objects appear in lists a little late
OVERLAP = dt.timedelta(hours=1)


@dataclass
class Report:
    """What a comparison did: objects looked at, payments and refunds brought up to date, differences that are new.

    `failed` names what could not be compared, by its id at Stripe or a name of ours; the log says why.
    """

    looked_at: int = 0
    changed: int = 0
    found: int = 0
    failed: list[str] = field(default_factory=list)

    def sentence(self) -> str:
        """Return it in one line."""
        done = _("%(looked)d looked at, %(changed)d brought up to date, %(found)d new differences.") % {
            "looked": self.looked_at,
            "changed": self.changed,
            "found": self.found,
        }
        if not self.failed:
            return done
        return f"{done} " + _("Could not be compared: %(objects)s.") % {"objects": ", ".join(self.failed)}


@dataclass(frozen=True)
class Account:
    """A conference's account; `since` is how far back its lists are read, `began` when the comparison did."""

    conference: Conference
    since: dt.datetime
    began: dt.datetime
    report: Report = field(default_factory=Report)

    @cached_property
    def stripe(self) -> Any:
        """The way to ask; a `StripeProblemError` when its key cannot be used."""
        return client_for(self.conference).v1

    @cached_property
    def is_live(self) -> bool:
        """Whether its key moves real money."""
        return livemode(self.conference)

    def payments(self) -> QuerySet[Payment]:
        """Return our payments that it should have."""
        ours = Payment.objects.filter(order__conference=self.conference, livemode=self.is_live)
        return ours.exclude(stripe_payment_intent_id="").select_related("order__conference")

    @contextmanager
    def one(self, name: str) -> Iterator[None]:
        """Look at one object inside: what is wrong with it is reported under its name, and those behind it get their turn.

        A `StripeProblemError` goes on unless Stripe refused just this: nobody else would be answered either.
        """
        try:
            yield
        except Exception as problem:
            if isinstance(problem, StripeProblemError) and not isinstance(problem, RefusedError):
                raise
            logger.exception("%s could not be compared", name)
            self.report.failed.append(name)

    def created(self, kind: str, *, earlier: dt.timedelta = dt.timedelta()) -> Iterator[dict]:
        """Yield its objects of a kind ("charges") that were made since then, or a little `earlier`; each counts as looked at."""
        since = int((self.since - earlier).timestamp())
        for found in ask_all(getattr(self.stripe, kind).list, params={"created": {"gte": since}}):
            self.report.looked_at += 1
            yield found
