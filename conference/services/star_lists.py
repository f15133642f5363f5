"""Lists of starred talks that a visitor without an account shares with others or with their own other devices."""

import datetime as dt
import hashlib
import hmac
import secrets
from collections.abc import Iterable

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from conference.models import Conference, StarList, Talk

MOST_TALKS = 500
KEPT_AFTER_THE_EVENT = dt.timedelta(days=183)


def create_star_list(conference: Conference, *, codes: Iterable[str]) -> tuple[StarList, str]:
    """Make a list; return it with its edit token, which is stored nowhere and cannot be shown again."""
    edit_token = secrets.token_urlsafe(24)
    made = StarList.objects.create(
        conference=conference,
        codes=_known(conference, codes),
        edit_token_hash=_hash(edit_token),
        expires_at=_expiry(conference),
    )
    return made, edit_token


def update_star_list(conference: Conference, *, token: str, edit_token: str, codes: Iterable[str]) -> StarList | None:
    """Replace the talks of a list; `None` when it is gone, `PermissionDenied` when the edit token is not its own."""
    found = StarList.objects.filter(conference=conference, token=token, expires_at__gt=timezone.now()).first()
    if found is None:
        return None
    if not hmac.compare_digest(found.edit_token_hash, _hash(edit_token)):
        raise PermissionDenied
    known = _known(conference, codes)
    if known != found.codes:
        found.codes = known
        found.expires_at = _expiry(conference)
        found.save()
    return found


def read_star_list(conference: Conference, *, token: str) -> StarList | None:
    """Return the list with this read token; `None` when there is none or it is past its time."""
    return StarList.objects.filter(conference=conference, token=token, expires_at__gt=timezone.now()).first()


def purge_star_lists() -> str:
    """Delete the lists that are past their time; return what was done, "" when there was nothing to do."""
    count, _per_model = StarList.objects.filter(expires_at__lte=timezone.now()).delete()
    return f"{count} star lists deleted" if count else ""


def _known(conference: Conference, codes: Iterable[str]) -> list[str]:
    wanted = list(dict.fromkeys(codes))
    if len(wanted) > MOST_TALKS:
        raise ValidationError(_("A list holds at most %(count)d talks.") % {"count": MOST_TALKS})
    talks = Talk.objects.filter(conference=conference, is_public=True, code__in=wanted)
    return sorted(talks.values_list("code", flat=True))


def _expiry(conference: Conference) -> dt.datetime:
    end = dt.datetime.combine(conference.end_date, dt.time(), tzinfo=conference.tz)
    # a list made long after an event would be gone at once
    return max(end + KEPT_AFTER_THE_EVENT, timezone.now() + dt.timedelta(days=30))


def _hash(edit_token: str) -> str:
    return hashlib.sha256(edit_token.encode()).hexdigest()
