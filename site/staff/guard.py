"""Objects of another conference do not exist for a staff member, by whichever of Wagtail's own addresses they are asked for.

Wagtail answers a page, picture or document that somebody may not edit with a redirect and a message, and its choosers
with the object. Here every address below /admin/ that names an object by key is looked at before Wagtail's view runs.
"""

from collections.abc import Iterator

from django.apps import apps
from django.contrib.admin.utils import unquote
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.http import Http404, HttpRequest
from django.urls import ResolverMatch
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection, Page
from wagtail.permissions import policy_registry

from common.scope import ConferencePermissionPolicy, conference_of
from conference import scope
from conference.models import Conference

# What belongs to the whole installation: accounts, groups, sites, redirects, collections, workflows.
FOR_SUPERUSERS = (
    "wagtailusers_users",
    "wagtailusers_groups",
    "wagtailsites",
    "wagtailredirects",
    "wagtailadmin_collections",
    "wagtailadmin_workflows",
    "wagtailadmin_api:images",  # lists everybody's; the choosers have addresses of their own
    "wagtailadmin_api:documents",
)
FOR_SUPERUSERS_BY_NAME = (
    "wagtailadmin_reports:site_history",
    "wagtailadmin_reports:site_history_results",
    "wagtailadmin_reports:page_types_usage",
    "wagtailadmin_reports:page_types_usage_results",
    "wagtailadmin_reports:workflow",
    "wagtailadmin_reports:workflow_results",
    "wagtailadmin_reports:workflow_tasks",
    "wagtailadmin_reports:workflow_tasks_results",
)
# Wagtail's page for trying out its error page; and its second way to copy, move and publish pages, which no page of the
# admin uses and which passes by the hooks and questions of the first.
FOR_NOBODY = ("wagtailadmin_error_test", "wagtailadmin_api:pages:action")
# address space -> (model, the names under which its addresses give keys)
KEYED = {
    "wagtailadmin_pages": (Page, ("page_id", "parent_page_id", "page_to_move_id", "destination_id", "pk")),
    "wagtailadmin_api:pages": (Page, ("pk",)),
    "wagtailadmin_explore": (Page, ("parent_page_id",)),
    "wagtailadmin_explore_results": (Page, ("parent_page_id",)),
    "wagtailadmin_choose_page_child": (Page, ("parent_page_id",)),
    "wagtailimages": (get_image_model(), ("image_id",)),
    "wagtailimages_chooser": (get_image_model(), ("image_id", "pk")),
    "wagtaildocs": (get_document_model(), ("document_id", "doc_id")),
    "wagtaildocs_chooser": (get_document_model(), ("pk",)),
}
# addresses whose objects stand in the query string
LISTED = {
    "wagtailadmin_choose_page_chosen_multiple": Page,
    "wagtailimages_chooser:chosen_multiple": get_image_model(),
    "wagtaildocs_chooser:chosen_multiple": get_document_model(),
}
# what a form that copies or moves pages calls the page they go to
DESTINATIONS = ("new_parent_page", "chooser")
BULK = "wagtail_bulk_action"
EDITING = "wagtailadmin_editing_sessions:ping"


def check(request: HttpRequest, match: ResolverMatch) -> None:
    """Raise `Http404` when the address names what this staff member has nothing to do with.

    `ValidationError` when it is to change something of a closed conference. Superusers see everything.
    """
    if match.view_name in FOR_NOBODY:
        raise Http404
    writing = request.method not in ("GET", "HEAD", "OPTIONS")
    if request.user.is_superuser and not writing:
        return
    if not request.user.is_superuser and _for_superusers(match):
        raise Http404
    for model, key in _named(request, match):
        found = _conference(model, key)
        if found is None and model is Page:
            continue  # the root, or the page of several years above the conferences: Wagtail's rights decide
        if not request.user.is_superuser and (found is None or found not in _own(request)):
            raise Http404
        if writing:
            scope.require_open(found)


def _own(request: HttpRequest) -> list[Conference]:
    if not hasattr(request, "_own_conferences"):
        request._own_conferences = list(scope.conferences_for(request.user))
    return request._own_conferences


def _for_superusers(match: ResolverMatch) -> bool:
    if match.view_name == BULK:
        return (match.kwargs["app_label"], match.kwargs["model_name"]) == ("conference", "user")
    return match.namespace in FOR_SUPERUSERS or match.view_name in FOR_SUPERUSERS_BY_NAME


def _named(request: HttpRequest, match: ResolverMatch) -> Iterator[tuple[type[Model], object]]:
    """Yield (model, key) of every object the address names; of models that belong to no conference nothing."""
    model, names = KEYED.get(match.namespace) or KEYED.get(match.view_name) or (None, ())
    yield from ((model, match.kwargs[name]) for name in names if name in match.kwargs)
    if model is Page or (match.view_name == BULK and match.kwargs["model_name"] == "page"):
        yield from ((Page, request.POST[name]) for name in DESTINATIONS if request.POST.get(name))
    if match.view_name in LISTED:
        yield from ((LISTED[match.view_name], key) for key in request.GET.getlist("id"))
    if match.view_name in (BULK, EDITING):
        model = _model(match.kwargs["app_label"], match.kwargs["model_name"])
        keys = [match.kwargs["object_id"]] if match.view_name == EDITING else request.GET.getlist("id")
        if issubclass(model, Page):
            keys += request.GET.getlist("childOf")
        if model in _collected() or issubclass(model, Page) or _policy(model):
            yield from ((model, key) for key in keys if key != "all")


def _model(app_label: str, model_name: str) -> type[Model]:
    try:
        return apps.get_model(app_label, model_name)
    except LookupError as error:
        raise Http404 from error


def _collected() -> tuple[type[Model], ...]:
    return (get_image_model(), get_document_model(), Collection)


def _policy(model: type[Model]) -> ConferencePermissionPolicy | None:
    policy = policy_registry.get_by_type(model, fallback=False)
    return policy if isinstance(policy, ConferencePermissionPolicy) else None


def _conference(model: type[Model], key: object) -> Conference | None:
    """Return the conference of the object; `Http404` when there is no such object."""
    instance = _load(model, key)
    if isinstance(instance, Page):
        return scope.conference_of_page(instance)
    if model in _collected():
        collection = instance if model is Collection else instance.collection
        steps = range(Collection.steplen, len(collection.path) + 1, Collection.steplen)
        paths = [collection.path[:length] for length in steps]
        return Conference.objects.filter(collection__path__in=paths).first()
    return conference_of(instance, _policy(model).path)


def _load(model: type[Model], key: object) -> Model:
    try:
        value = model._meta.pk.to_python(unquote(str(key)))
        model._meta.pk.run_validators(value)
        return model._default_manager.get(pk=value)
    except (ValidationError, model.DoesNotExist) as error:
        raise Http404 from error
