"""Which conference a page or request is about, and who may do what there. The one place that filters by conference.

A staff member's right is a Django permission **and** a conference: a role group grants its permissions for its own
conference, or for all of them. Superusers may do everything everywhere.
"""

from collections.abc import Iterable

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser, Permission
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from wagtail.models import Page, Site

from conference.models import Conference, RoleGroup

SESSION_KEY = "conference"
Account = AbstractBaseUser | AnonymousUser
PAGE_STEP = Page.steplen


def conference_of_page(page: Page) -> Conference | None:
    """Return the conference of the nearest home page at or above `page` (one SQL statement)."""
    paths = [page.path[:length] for length in range(PAGE_STEP, len(page.path) + 1, PAGE_STEP)]
    return (
        Conference.objects.filter(home_page__path__in=paths)
        .select_related("feature_flags", "facts", "brand")
        .order_by("-home_page__depth")
        .first()
    )


def conference_of_site(request: HttpRequest) -> Conference | None:
    """Return the current conference of the request's host: its only one, else the one that is on or comes next, else the last."""
    under = conferences_of_site(request).select_related("feature_flags", "facts", "brand")
    return current_of(list(under.order_by("start_date")))


def conferences_of_site(request: HttpRequest) -> QuerySet[Conference]:
    """Return all conferences of the request's host, public or not."""
    site = Site.find_for_request(request)
    if site is None:
        return Conference.objects.none()
    return Conference.objects.filter(home_page__path__startswith=site.root_page.path)


def current_of(conferences: Iterable[Conference]) -> Conference | None:
    """Return the public conference with the latest first day; when none is public, simply the latest."""
    ordered = sorted(conferences, key=lambda conference: (conference.is_active, conference.start_date))
    return ordered[-1] if ordered else None


def conferences_for(user: Account) -> QuerySet[Conference]:
    """Return the conferences at which the person holds any role (one SQL statement)."""
    if not user.is_active:
        return Conference.objects.none()
    if user.is_superuser:
        return Conference.objects.all()
    held = RoleGroup.objects.filter(group__user=user)
    here, for_all = held.filter(conference=OuterRef("pk")), held.filter(conference__isnull=True)
    return Conference.objects.filter(Exists(here) | Exists(for_all))


def require_open(conference: Conference | None) -> None:
    """Raise `ValidationError` for a closed conference: it is kept as it was, and nobody, superusers included, changes it.

    Whatever writes to a conference asks here; only its own settings, by which it is opened again, do not.
    """
    if conference is not None and conference.is_closed:
        raise ValidationError(
            _("%(conference)s is closed, so nothing in it can be changed. Open it again in its settings first.")
            % {"conference": conference},
            code="closed",
        )


def closed_conferences() -> QuerySet[Conference]:
    """Return the conferences that `require_open` refuses."""
    return Conference.objects.filter(is_closed=True)


def may(user: Account, permission: str, conference: Conference | None) -> bool:
    """Return whether the person holds `permission` (`app.codename`) at this conference, or at all of them.

    Without a conference only a role for all conferences counts.
    """
    if not user.is_active or user.is_anonymous:
        return False
    if user.is_superuser:
        return True
    return permission in permissions_at(user, conference)


def permissions_at(user: Account, conference: Conference | None) -> frozenset[str]:
    """Return all permissions the person holds at the conference; one SQL statement for each person and conference."""
    cache = user.__dict__.setdefault("_permissions_at", {})
    key = conference.pk if conference else None
    if key not in cache:
        at = Q(group__role_group__conference__isnull=True)
        if conference is not None:
            at |= Q(group__role_group__conference=conference)
        found = Permission.objects.filter(at, group__role_group__isnull=False, group__user=user)
        cache[key] = frozenset(
            f"{app}.{name}" for app, name in found.values_list("content_type__app_label", "codename")
        )
    return cache[key]


def staff_conference(request: HttpRequest) -> Conference | None:
    """Return the conference a staff member works on: the one chosen in the switcher, else the current one of theirs."""
    if not hasattr(request, "_staff_conference"):
        allowed = list(conferences_for(request.user).select_related("feature_flags", "facts", "brand"))
        chosen = request.session.get(SESSION_KEY)
        request._staff_conference = next((c for c in allowed if c.pk == chosen), None) or current_of(allowed)
    return request._staff_conference


def choose_conference(request: HttpRequest, conference: Conference) -> None:
    """Remember the conference a staff member works on; `Http404` when they hold no role there."""
    if not conferences_for(request.user).filter(pk=conference.pk).exists():
        raise Http404
    request.session[SESSION_KEY] = conference.pk
    request.__dict__.pop("_staff_conference", None)


def within(queryset: QuerySet, conference: Conference | None, path: str = "conference") -> QuerySet:
    """Return only the objects of this conference; `path` is the relation that leads to it."""
    return queryset.filter(**{path: conference}) if conference is not None else queryset.none()


def get_or_404(queryset: QuerySet, conference: Conference | None, path: str = "conference", **lookup: object) -> Model:
    """Return the one object of this conference; `Http404` when it does not exist or belongs to another."""
    try:
        return within(queryset, conference, path).get(**lookup)
    except (ObjectDoesNotExist, ValueError) as error:
        raise Http404 from error
