"""Who holds which role at a conference, and who is invited."""

from dataclasses import dataclass, field

from django.db.models import Prefetch, Q
from django.utils import timezone

from conference import extension
from conference.models import Conference, Invitation, RoleGroup, User


@dataclass(frozen=True)
class Held:
    """A role somebody holds; `everywhere` for one at all conferences."""

    group: RoleGroup
    label: str
    everywhere: bool


@dataclass
class Person:
    """Somebody with their roles at one conference."""

    user: User
    roles: list[Held] = field(default_factory=list)


def people_at(conference: Conference) -> list[Person]:
    """Return everybody who holds a role at the conference or at all, by name; superusers first (three SQL statements)."""
    people = {user.pk: Person(user) for user in User.objects.filter(is_superuser=True, is_active=True)}
    groups = RoleGroup.objects.filter(Q(conference=conference) | Q(conference__isnull=True))
    active = Prefetch("group__user_set", queryset=User.objects.filter(is_active=True))
    for group in groups.select_related("group", "conference").prefetch_related(active):
        if group.role not in extension.roles:
            continue
        held = Held(group, str(extension.roles.get(group.role).label), group.conference_id is None)
        for user in group.group.user_set.all():
            people.setdefault(user.pk, Person(user)).roles.append(held)
    return sorted(people.values(), key=lambda person: (not person.user.is_superuser, str(person.user).casefold()))


def is_invited(email: str) -> bool:
    """Return whether a role is promised to the address and can still be taken (one SQL statement)."""
    return Invitation.objects.filter(email__iexact=email, expires_at__gt=timezone.now()).exists()


def open_invitations(conference: Conference) -> list[Invitation]:
    """Return the invitations into roles at the conference or at all, the newest first (one SQL statement)."""
    here = Q(role_group__conference=conference) | Q(role_group__conference__isnull=True)
    return list(
        Invitation.objects.filter(here, expires_at__gt=timezone.now()).select_related(
            "role_group__group", "role_group__conference", "invited_by"
        )
    )
