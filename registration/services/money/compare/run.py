"""One comparison of a conference's account at Stripe with its orders, step by step."""

import contextlib
import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from conference.models import Conference
from registration.errors import NotYetKnownError
from registration.models import Discrepancy, Payment, Refund
from registration.services.money.compare import disputes, payments, refunds
from registration.services.money.compare.account import OVERLAP, Account, Report
from registration.services.money.settle import settle
from registration.services.refunds.sending import send_waiting
from registration.services.rounds import RowsFailedError
from registration.services.setting_up.sales import sales_of
from registration.services.stripe.objects import fetch_intent
from registration.stripe_errors import NotThereError

FIRST_TIME = dt.timedelta(days=30)


class Comparison:
    """One run over one account; with `days` its lists are read so far back, else since the last time."""

    def __init__(self, conference: Conference, days: int | None) -> None:
        self.conference = conference
        self.sales = sales_of(conference)
        began, last = timezone.now(), self.sales.stripe_reconciled_at
        reach = dt.timedelta(days=days) if days else FIRST_TIME
        self.account = Account(conference, since=last - OVERLAP if last and not days else began - reach, began=began)
        self.report = self.account.report
        self.seen: set[str] = set()

    def run(self) -> Report:
        """Look at everything, the orders' side first."""
        before = self._differences()
        with contextlib.suppress(RowsFailedError):  # the job that sends refunds tells of it
            send_waiting()
        self._settle_all(payments.open_here(self.account))
        self._settle_all(payments.unlike_at_stripe(self.account))
        self._settle_all(refunds.refunded_unlike(self.account))
        self._settle_all(payments.without_fee(self.account))
        disputes.record_disputes(self.account)
        payments.note_missing(self.account)
        refunds.note_stuck(self.account)
        self.report.found = self._differences() - before
        self.sales.stripe_reconciled_at = self.account.began
        self.sales.save(update_fields=["stripe_reconciled_at"])
        return self.report

    def _differences(self) -> int:
        return Discrepancy.objects.filter(conference=self.conference).count()

    def _settle_all(self, intents: Iterable[str]) -> None:
        for intent_id in intents:
            if intent_id and intent_id not in self.seen:
                self.seen.add(intent_id)
                self._settle(intent_id)

    def _settle(self, intent_id: str) -> None:
        self.report.looked_at += 1
        before = self._state(intent_id)
        # `payments.note_missing` tells of those that are not there; young ones are looked at again
        with self.account.one(intent_id), contextlib.suppress(NotThereError, NotYetKnownError):
            intent = fetch_intent(self.conference, intent_id)
            with transaction.atomic():
                settle(self.conference, intent)
        self.report.changed += self._state(intent_id) != before

    def _state(self, intent_id: str) -> list[tuple]:
        rows = Payment.objects.filter(order__conference=self.conference, stripe_payment_intent_id=intent_id)
        return [
            *rows.values_list("status", "amount", "fee", "order__status"),
            *Refund.objects.filter(payment__in=rows).order_by("pk").values_list("pk", "status"),
        ]
