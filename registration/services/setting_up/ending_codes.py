"""Ending many vouchers at once: off, or deleted where no order knows them."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from conference.models import Conference, User
from conference.scope import require_open
from registration.models import Order, Voucher
from registration.models.vouchers import normal_code
from registration.services.inventory import staff_change

MOST_LINES = 500
ENDED_CODES = "registration.codes_ended"


@dataclass(frozen=True)
class Ending:
    """How many codes are meant, how many of them are active, and how many no order was ever made with."""

    found: int
    active: int
    unused: int


def look(conference: Conference, lines: Iterable[str]) -> Ending:
    """Return what `end_codes` would find; `ValidationError` for a line that means no code."""
    meant = _meant(conference, lines)
    return Ending(meant.count(), meant.filter(is_active=True).count(), meant.filter(is_used=False).count())


def end_codes(conference: Conference, lines: Iterable[str], *, delete: bool, by: User) -> Ending:
    """Switch off the vouchers that the lines mean, and with `delete` delete those that no order was made with.

    A line is a code, or a beginning and an asterisk: `TEAM-*`. Returns what was found before; `ValidationError` for a line
    that means no code, then nothing happened. It is logged at the conference.
    """
    require_open(conference)
    with staff_change(conference):
        lines = list(lines)
        found = look(conference, lines)
        meant = _meant(conference, lines)
        deleted = list(meant.filter(is_used=False).values_list("pk", flat=True)) if delete else []
        meant.update(is_active=False)
        Voucher.objects.filter(pk__in=deleted).delete()
        log(
            instance=conference,
            action=ENDED_CODES,
            user=by,
            data={"count": found.found, "deleted": len(deleted)},
        )
    return found


def _meant(conference: Conference, lines: Iterable[str]) -> QuerySet:
    """Return the vouchers, each with `is_used`: whether an order, also an ended one, was made with it."""
    wanted = list(dict.fromkeys(filter(None, map(normal_code, lines))))
    if not 1 <= len(wanted) <= MOST_LINES:
        raise ValidationError(_("Write between 1 and %(most)d lines.") % {"most": MOST_LINES})
    beginnings = [line[:-1] for line in wanted if line.endswith("*")]
    codes = [line for line in wanted if not line.endswith("*")]
    ours = Voucher.objects.filter(conference=conference)
    known = set(ours.filter(code__in=codes).values_list("code", flat=True))
    unknown = [code for code in codes if code not in known]
    unknown += [f"{start}*" for start in beginnings if not start or not ours.filter(code__startswith=start).exists()]
    if unknown:
        raise ValidationError(_("No voucher is called %(names)s.") % {"names": ", ".join(unknown[:5])})
    meant = Q(code__in=codes)
    for start in beginnings:
        meant |= Q(code__startswith=start)
    return ours.filter(meant).annotate(is_used=Exists(Order.objects.filter(voucher=OuterRef("pk"))))
