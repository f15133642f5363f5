"""Facts typed once and named in texts as `{{ name }}`: what they are for a conference, and how texts are filled.

A placeholder is replaced by plain words, never by markup, and only where a reader sees text: not in tags or their
attributes. There are no expressions, filters or look-ups.
"""

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from html import escape, unescape

from django.core.exceptions import ValidationError
from django.utils import timezone, translation
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conference.dates import day_words, days_words, time_words
from conference.models import Conference
from conference.queries.site_texts import KeyDateRow, SiteTexts, load_site_texts

# The facts that every conference has; the words tell editors what they will get.
BUILT_IN = {
    "name": gettext_lazy("the conference’s name"),
    "dates": gettext_lazy("first to last day"),
    "first_day": gettext_lazy("first day"),
    "last_day": gettext_lazy("last day"),
    "venue": gettext_lazy("venue"),
    "address": gettext_lazy("address of the venue"),
    "tagline": gettext_lazy("one line about the event"),
    "contact_email": gettext_lazy("contact address"),
    "conduct_contact": gettext_lazy("code of conduct contact"),
    "hashtag": gettext_lazy("hashtag"),
}
SPACE = r"(?:\s|&nbsp;)*"
PLACEHOLDER = re.compile(r"\{\{" + SPACE + r"(.*?)" + SPACE + r"\}\}", re.DOTALL)
TAG = re.compile(r"(<[^>]*>)")


def facts_for(conference: Conference, texts: SiteTexts | None = None) -> dict[str, str]:
    """Return {name: plain words} of all facts of the conference, in its language and time zone.

    `texts` spares the one SQL statement when they are at hand. Key dates without a day, and a missing place, read
    “to be announced”.
    """
    texts = texts if texts is not None else load_site_texts(conference, now=timezone.now())
    own = getattr(conference, "facts", None)
    with translation.override(conference.language):
        later = _("to be announced")
        values = {
            "name": conference.name,
            "dates": dates_text(conference),
            "first_day": day_text(conference, conference.start_date),
            "last_day": day_text(conference, conference.end_date),
            "venue": conference.venue or later,
            "address": conference.address or later,
            "tagline": getattr(own, "tagline", ""),
            "contact_email": getattr(own, "contact_email", ""),
            "conduct_contact": getattr(own, "conduct_contact", ""),
            "hashtag": getattr(own, "hashtag", ""),
        }
        dates = {row.slug: key_date_text(conference, row) for row in texts.key_dates}
    return {**texts.free_facts, **dates, **values}


def dates_text(conference: Conference) -> str:
    """Return the conference's days as one reads them: “12–13 June 2027”."""
    return days_words(conference.start_date, conference.end_date, language=conference.language)


def day_text(conference: Conference, day: dt.date) -> str:
    """Return a day with its weekday: “Thursday, June 10, 2027”."""
    return day_words(day, "full", language=conference.language)


def key_date_text(conference: Conference, row: KeyDateRow) -> str:
    """Return a key date with weekday, and with time and the zone's name when it has a time; else “to be announced”."""
    if row.day is None:
        return _("to be announced")
    day, time = day_text(conference, row.day), time_text(conference, row)
    return _("%(day)s, %(time)s") % {"day": day, "time": time} if time else day


def time_text(conference: Conference, row: KeyDateRow) -> str:
    """Return a key date's time with the zone's name: “6:00 PM (CET)”; "" when it has none."""
    if row.day is None or row.time is None:
        return ""
    moment = dt.datetime.combine(row.day, row.time, tzinfo=conference.tz)
    return _("%(time)s (%(zone)s)") % {
        "time": time_words(moment, language=conference.language, zone=conference.tz),
        "zone": moment.tzname(),
    }


def placeholders_in(text: str) -> list[str]:
    """Return the names between `{{` and `}}` in plain or rich text, in order, each once."""
    if "{{" not in text:
        return []
    return list(dict.fromkeys(_name(found) for found in PLACEHOLDER.findall(text)))


def fill(text: str, values: Mapping[str, str]) -> str:
    """Return plain text with its placeholders replaced; unknown ones stay, so that nobody reads half a sentence."""
    return PLACEHOLDER.sub(lambda match: values.get(_name(match[1]), match[0]), text) if "{{" in text else text


def fill_html(html: str, values: Mapping[str, str]) -> SafeString:
    """Return trusted HTML with the placeholders in its text replaced by escaped words; tags and attributes stay as they are."""
    if "{{" in html:
        escaped = {name: escape(value) for name, value in values.items()}
        html = "".join(part if part.startswith("<") else fill(part, escaped) for part in TAG.split(html))
    return mark_safe(html)  # noqa: S308 - it was HTML before, and what was put in is escaped


def check_placeholders(text: str, known: Iterable[str]) -> None:
    """Raise `ValidationError` that names what is unknown and what could be used instead."""
    known = sorted(known)
    if unknown := [name for name in placeholders_in(text) if name not in known]:
        raise ValidationError(
            _("Unknown fact: %(unknown)s. You can use: %(known)s.")
            % {"unknown": ", ".join(f"{{{{ {name} }}}}" for name in unknown), "known": ", ".join(known)}
        )


def _name(found: str) -> str:
    return unescape(TAG.sub("", found)).strip()
