"""How a conference sells: its one row of settings, made when first asked for."""

import datetime as dt

from django.utils import timezone

from conference.dates import moment_words
from conference.models import Conference
from registration.models import SalesSettings


def sales_of(conference: Conference) -> SalesSettings:
    """Return the conference's sales settings, with their defaults where nobody has decided anything yet."""
    known = SalesSettings.objects.filter(conference=conference).select_related("terms_page", "conduct_page").first()
    return known or SalesSettings.objects.get_or_create(conference=conference)[0]


def offers_transfer(sales: SalesSettings, *, tickets: int) -> bool:
    """Return whether so many tickets can be paid by bank transfer today."""
    today = timezone.now().astimezone(sales.conference.tz).date()
    in_time = sales.transfer_until is None or today <= sales.transfer_until
    few_enough = not sales.transfer_max_tickets or tickets <= sales.transfer_max_tickets
    return sales.transfer_enabled and in_time and few_enough


def changes_until(sales: SalesSettings) -> dt.datetime:
    """Return until when tickets can be renamed and transferred: as set, else until the conference begins."""
    first_day = sales.conference.start_date
    return sales.changes_until or dt.datetime.combine(first_day, dt.time(), tzinfo=sales.conference.tz)


def deadline_words(moment: dt.datetime, conference: Conference) -> str:
    """Return a deadline with its weekday, time and zone: "Wednesday, 2 June 2027, 18:00 (CEST)"."""
    return moment_words(moment, language=conference.language, zone=conference.tz, style="full")
