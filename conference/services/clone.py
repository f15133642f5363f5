"""Next year's conference out of this year's: what is worth keeping, nothing about persons' data, orders or secrets."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from conference import extension
from conference.models import Conference
from conference.services import conferences, roles

# what next year shares with this year; dates, capacity, budgets, the Pretalx event and every secret are asked for anew
KEPT = (
    *("timezone", "language", "venue", "address", "currency", "pretalx_base_url"),
    *("seller_name", "seller_address", "seller_tax_id", "seller_bank_account", "payment_note"),
)


@dataclass(frozen=True)
class Clone:
    """The new conference and what was copied: (label, number) per clone step."""

    conference: Conference
    copied: list[tuple[str, int]]


@transaction.atomic
def clone_conference(old: Conference, *, slug: str, start_date: date, name: str = "", address: str = "") -> Clone:
    """Make the conference `slug` that begins on `start_date` and lasts as long as `old`, and run every clone step.

    It is not public until an organizer says so. `address` is the new site's, as a whole address; empty: the steps
    derive it from the old one's. `name` defaults to the old name with the year replaced. Raises `ValidationError`.
    """
    new = conferences.create_conference(
        name=name or next_name(old, start_date),
        slug=slug,
        start_date=start_date,
        end_date=start_date + (old.end_date - old.start_date),
        website_url=address,
        is_active=False,
        **{field: getattr(old, field) for field in KEPT},
    )
    shift = start_date - old.start_date
    copied = [(str(step.label), step.copy(old, new, shift=shift)) for step in extension.clone_steps.values()]
    roles.sync_role_groups()  # once more: now the new front page exists
    new.refresh_from_db()
    return Clone(new, copied)


def next_name(old: Conference, start_date: date) -> str:
    """Return the old name with its year replaced by the new one, or with the new year behind it."""
    year, next_year = str(old.start_date.year), str(start_date.year)
    name = old.name.replace(year, next_year) if year in old.name else f"{old.name} {next_year}"
    if name == old.name:
        raise ValidationError({"name": _("Give the new conference a name of its own.")})
    return name


def copy_sections(old: Conference, new: Conference, *, shift: timedelta) -> int:
    """Copy the sections, moved by as many days as the conference."""
    sections = list(old.sections.all())
    for section in sections:
        section.pk, section.conference = None, new
        section.start_date += shift
        section.end_date += shift
        section.save(force_insert=True)
    return len(sections)


def copy_flags(old: Conference, new: Conference, *, shift: timedelta) -> int:  # noqa: ARG001 - a clone step's signature
    """Set the new switches as the old ones are; return how many say something."""
    names = [field.name for field in old.feature_flags._meta.fields if field.name.endswith("_enabled")]
    for name in names:
        setattr(new.feature_flags, name, getattr(old.feature_flags, name))
    new.feature_flags.save()
    return sum(getattr(old.feature_flags, name) is not None for name in names)


def copy_facts(old: Conference, new: Conference, *, shift: timedelta) -> int:  # noqa: ARG001
    """Copy contacts, links, free facts and the names of key dates, whose days become “to be announced”."""
    source, facts = old.facts, new.facts
    for name in ("tagline", "contact_email", "conduct_contact", "reply_address", "hashtag"):
        setattr(facts, name, getattr(source, name))
    facts.sender_name = source.sender_name.replace(str(old.start_date.year), str(new.start_date.year))
    for relation in ("social_links", "free_facts", "key_dates"):
        rows = []
        for row in getattr(source, relation).all():
            row.pk, row.facts = None, facts
            if relation == "key_dates":
                row.day = row.time = None
            rows.append(row)
        setattr(facts, relation, rows)
    facts.save()
    return sum(getattr(facts, relation).count() for relation in ("social_links", "free_facts", "key_dates"))


def copy_brand(old: Conference, new: Conference, *, shift: timedelta) -> int:  # noqa: ARG001
    """Copy colours, typeface, corners, logos and footer."""
    brand = new.brand
    for field in old.brand._meta.fields:
        if field.name not in ("id", "conference", "updated_at", "latest_revision"):
            setattr(brand, field.name, getattr(old.brand, field.name))
    brand.save()
    return 1


def copy_type_defaults(old: Conference, new: Conference, *, shift: timedelta) -> int:
    """Copy the defaults of session types, days moved; rooms are the new programme's own and are chosen anew."""
    defaults = list(old.submission_type_defaults.all())
    for default in defaults:
        default.pk, default.conference, default.default_room = None, new, None
        if default.default_date:
            default.default_date += shift
        default.save(force_insert=True)
    return len(defaults)


def copy_questions(old: Conference, new: Conference, *, shift: timedelta) -> int:  # noqa: ARG001
    """Copy the frequent questions that are public as drafts, for their answers may have changed."""
    questions = list(old.questions.filter(live=True))
    for question in questions:
        question.pk, question.conference = None, new
        question.live, question.has_unpublished_changes = False, True
        question.latest_revision = question.live_revision = None
        question.first_published_at = question.last_published_at = None
        question.go_live_at = question.expire_at = None
        question.save(force_insert=True)
        question.save_revision()
    return len(questions)


def copy_rights(old: Conference, new: Conference, *, shift: timedelta) -> int:  # noqa: ARG001
    """Give everyone who holds a role at the old conference the same role at the new one; return how many."""
    targets = {row.role: row.group for row in new.role_groups.select_related("group")}
    number = 0
    for row in old.role_groups.select_related("group"):
        people = row.group.user_set.filter(is_active=True)
        if row.role in targets:
            targets[row.role].user_set.add(*people)
            number += len(people)
    return number
