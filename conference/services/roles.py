"""The groups that stand for roles: one for each role at each conference, and one for the role at all of them.

Whatever a group was given by hand is taken back: a group holds exactly what its role says, on the pages below its
conference's front page and in its conference's collection. People are not touched, except that groups nobody is in go
away with a role that no longer exists.
"""

from collections.abc import Iterable

from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_permission_codename
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Count
from django.utils.translation import gettext, override
from wagtail.models import DraftStateMixin, GroupCollectionPermission, GroupPagePermission

from conference import extension
from conference.models import Conference, RoleGroup

# what Wagtail's migrations make: rights on all pages, whichever conference they belong to
WAGTAIL_GROUPS = ("Editors", "Moderators")
LONGEST_NAME = Group._meta.get_field("name").max_length


@transaction.atomic
def sync_role_groups() -> list[str]:
    """Make every role group hold exactly its rights; return one line for each group made, changed in name or removed."""
    permissions = _permissions()
    conferences = list(Conference.objects.select_related("collection", "home_page").order_by("start_date"))
    existing = {(row.role, row.conference_id): row for row in RoleGroup.objects.select_related("group")}
    taken = {row.group_id: row.group.name for row in existing.values()}
    lines = []
    for name, role in extension.roles.items():
        for conference in (None, *conferences):
            row = existing.pop((name, conference.pk if conference else None), None)
            title = _name(role, conference, used={v for k, v in taken.items() if row is None or k != row.group_id})
            if row is None:
                row = RoleGroup.objects.create(
                    group=Group.objects.create(name=_free(title)), role=name, conference=conference
                )
                lines.append(f"made {row.group.name}")
            elif row.group.name != _free(title, row.group_id):
                old, row.group.name = row.group.name, _free(title, row.group_id)
                row.group.save()
                lines.append(f"renamed {old} to {row.group.name}")
            taken[row.group_id] = row.group.name
            row.group.permissions.set(permissions[name])
            places = conferences if conference is None else [conference]
            _set_pages(row.group, role, places)
            _set_collections(row.group, role, places)
    return lines + _retire(existing.values()) + _remove_wagtail_groups()


def role_group(role: str, conference: Conference | None) -> RoleGroup:
    """Return the group that holds `role` at the conference (None: at all of them), making all groups when it is missing."""
    extension.roles.get(role)
    lookup = RoleGroup.objects.select_related("group").filter(role=role, conference=conference)
    found = lookup.first()
    if found is None:
        sync_role_groups()
        found = lookup.get()
    return found


def _permissions() -> dict[str, list[Permission]]:
    """Return the permissions of each role; `LookupError` names a role's permission that does not exist."""
    known = {
        f"{permission.content_type.app_label}.{permission.codename}": permission
        for permission in Permission.objects.select_related("content_type")
    }
    found = {}
    for name, role in extension.roles.items():
        missing = [permission for permission in role.permissions if permission not in known]
        known.update({permission: _publish_permission(permission, name) for permission in missing})
        found[name] = [known[permission] for permission in role.permissions]
    return found


def _publish_permission(name: str, role: str) -> Permission:
    """Make the right to publish a draft model: Wagtail makes it only for models that a desk registers as snippets."""
    app, _dot, codename = name.partition(".")
    for model in apps.get_app_config(app).get_models():
        if issubclass(model, DraftStateMixin) and codename == get_permission_codename("publish", model._meta):
            return Permission.objects.create(
                content_type=ContentType.objects.get_for_model(model),
                codename=codename,
                name=f"Can publish {model._meta.verbose_name_raw}",
            )
    raise LookupError(f"role “{role}” names a permission that does not exist: {name}")


def _name(role: extension.Role, conference: Conference | None, *, used: set[str]) -> str:
    with override(settings.LANGUAGE_CODE):
        label = str(role.label)
        place = conference.name if conference else gettext("all conferences")
    names = [_fit(label, place)]
    if conference is not None:
        names.append(_fit(label, conference.slug))
    free = [name for name in names if name not in used]
    return free[0] if free else names[-1]


def _fit(label: str, place: str) -> str:
    room = LONGEST_NAME - len(label) - 3
    return f"{label} ({place if len(place) <= room else place[: room - 1] + '…'})"


def _free(title: str, own: int | None = None) -> str:
    """Return the title, with a number when another group than `own` (a primary key) has it already."""
    name, number = title, 2
    while Group.objects.filter(name=name).exclude(pk=own).exists():
        name, number = f"{title[: LONGEST_NAME - 4]} {number}", number + 1
    return name


def _set_pages(group: Group, role: extension.Role, conferences: Iterable[Conference]) -> None:
    homes = [conference.home_page for conference in conferences if hasattr(conference, "home_page")]
    rights = _rights(role.page_permissions, "wagtailcore.page")
    wanted = {(home.pk, right.pk) for home in homes for right in rights}
    held = {(row.page_id, row.permission_id): row for row in GroupPagePermission.objects.filter(group=group)}
    GroupPagePermission.objects.filter(pk__in=[row.pk for key, row in held.items() if key not in wanted]).delete()
    GroupPagePermission.objects.bulk_create(
        GroupPagePermission(group=group, page_id=page, permission_id=right) for page, right in wanted - held.keys()
    )


def _set_collections(group: Group, role: extension.Role, conferences: Iterable[Conference]) -> None:
    collections = [conference.collection_id for conference in conferences if conference.collection_id]
    rights = _rights(role.collection_permissions, "wagtailimages.image", "wagtaildocs.document")
    wanted = {(collection, right.pk) for collection in collections for right in rights}
    held = {
        (row.collection_id, row.permission_id): row for row in GroupCollectionPermission.objects.filter(group=group)
    }
    GroupCollectionPermission.objects.filter(pk__in=[row.pk for key, row in held.items() if key not in wanted]).delete()
    GroupCollectionPermission.objects.bulk_create(
        GroupCollectionPermission(group=group, collection_id=collection, permission_id=right)
        for collection, right in wanted - held.keys()
    )


def _rights(codenames: tuple[str, ...], *models: str) -> list[Permission]:
    kinds = ContentType.objects.get_for_models(*(apps.get_model(model) for model in models)).values()
    found = Permission.objects.filter(content_type__in=kinds, codename__in=codenames)
    rights = {right.codename: right for right in found}
    if unknown := [name for name in codenames if name not in rights]:
        raise LookupError(f"a role names permissions that do not exist: {', '.join(unknown)}")
    return [rights[name] for name in codenames]


def _retire(rows: Iterable[RoleGroup]) -> list[str]:
    """Take every right from groups whose role is gone, and remove those that nobody is in."""
    lines = []
    for row in rows:
        group = row.group
        group.permissions.clear()
        GroupPagePermission.objects.filter(group=group).delete()
        GroupCollectionPermission.objects.filter(group=group).delete()
        if group.user_set.exists():
            lines.append(f"emptied {group.name}: its role no longer exists, but people are in it")
        else:
            lines.append(f"removed {group.name}")
            group.delete()
    return lines


def _remove_wagtail_groups() -> list[str]:
    """Remove the groups that came with Wagtail and that nobody is in; their rights are not bound to a conference."""
    groups = Group.objects.filter(name__in=WAGTAIL_GROUPS, role_group__isnull=True)
    lines = []
    for group in groups.annotate(people=Count("user")):
        if group.people:
            lines.append(f"kept {group.name}: people are in it; give them roles instead and remove it")
        else:
            group.delete()
            lines.append(f"removed {group.name}")
    return lines
