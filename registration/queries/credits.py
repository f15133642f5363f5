"""Store credit as the person who has it sees it."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q, Sum

from conference.models import Conference, User
from conference.money import display
from registration.models import Credit


@dataclass(frozen=True)
class CreditBalance:
    """What a person has left at a conference, in its currency."""

    conference: Conference
    amount: Decimal

    @property
    def words(self) -> str:
        """The amount with its currency, in the conference's language."""
        return display(self.amount, self.conference.effective_currency, self.conference.language)


def credit_balances(user: User, conferences: Iterable[Conference]) -> list[CreditBalance]:
    """Return what a person can still spend at each of these conferences where it is more than nothing (one SQL statement).

    Credit that came of test orders is left out: no money stands behind it.
    """
    by_pk = {conference.pk: conference for conference in conferences}
    own = Credit.objects.filter(user=user, conference__in=by_pk, status=Credit.Status.AVAILABLE, remaining_amount__gt=0)
    real = own.filter(Q(source_order=None) | Q(source_order__is_test=False))
    sums = real.order_by().values_list("conference").annotate(Sum("remaining_amount"))
    left = dict(sums)
    return [CreditBalance(conference, left[pk]) for pk, conference in by_pk.items() if pk in left]
