"""The mixin that keeps every staff view inside one conference."""

from collections.abc import Callable
from functools import wraps
from types import MethodType

from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Model, QuerySet
from django.forms import BaseForm
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.functional import cached_property
from wagtail.admin.views.generic.base import BaseListingView
from wagtail.coreutils import resolve_model_string

from common.closed import refused
from common.conference_forms import fit_to_conference
from common.policies import attach
from common.spreadsheets import SafeSpreadsheet
from conference import features, scope
from conference.models import Conference

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


def require_conference(request: HttpRequest, desk: str | None = None) -> Conference:
    """Return the conference this staff member works on; `Http404` without one, or when its desk is switched off."""
    attach(request)
    conference = scope.staff_conference(request)
    if conference is None or (desk and not features.is_desk_enabled(desk, conference)):
        raise Http404
    return conference


def in_zone(call: Callable[[], HttpResponseBase], conference: Conference) -> HttpResponseBase:
    """Answer in the conference's time zone, also while the template is rendered (which happens after the view)."""
    with timezone.override(conference.tz):
        response = call()
    if hasattr(response, "render") and not response.is_rendered:
        render = response.render

        def render_in_zone(_response: HttpResponseBase) -> HttpResponseBase:
            with timezone.override(conference.tz):
                return render()

        response.render = MethodType(render_in_zone, response)
    return response


class ConferenceScoped(SafeSpreadsheet):
    """Put first among the bases of any staff view.

    The view answers 404 without a conference, with its `desk` (a feature's name) switched off, and for a key (`pk`, `id`)
    of an object that is not of this conference, **before** Wagtail's own code loads anything. Listings, choices of forms
    and filters show this conference only; a new object gets it from here, never from the form. In a closed conference it
    only shows, unless it `works_when_closed`.
    """

    model = None
    conference_path = "conference"
    desk: str | None = None
    works_when_closed = False

    @classmethod
    def as_view(cls, **initkwargs: object) -> Callable[..., HttpResponseBase]:
        """Return the view, answering within the conference its staff member works on."""
        view = super().as_view(**initkwargs)
        desk = initkwargs.get("desk", cls.desk)
        path = initkwargs.get("conference_path", cls.conference_path)
        model = resolve_model_string(initkwargs.get("model", cls.model)) if initkwargs.get("model", cls.model) else None

        @wraps(view)
        def scoped(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
            conference = require_conference(request, desk)
            if request.method not in SAFE_METHODS and not cls.works_when_closed:
                try:
                    scope.require_open(conference)
                except ValidationError as refusal:
                    return refused(request, refusal)
            cls.check_access(request, conference)
            if model is not None and path and "pk" in kwargs:
                require_own(model, conference, path, [kwargs["pk"]])
            return in_zone(lambda: view(request, *args, **kwargs), conference)

        return scoped

    @classmethod
    def check_access(cls, request: HttpRequest, conference: Conference) -> None:
        """Raise `PermissionDenied` before anything is loaded; viewsets leave this to the model's policy."""

    @cached_property
    def conference(self) -> Conference:
        """The conference this staff member works on."""
        return scope.staff_conference(self.request)

    def _within(self, objects: QuerySet) -> QuerySet:
        is_ours = isinstance(objects, QuerySet) and objects.model is resolve_model_string(self.model)
        return scope.within(objects, self.conference, self.conference_path) if is_ours else objects

    def get_base_queryset(self) -> QuerySet:
        """Return the listing's rows of this conference."""
        return self._within(super().get_base_queryset())

    def get_queryset(self) -> QuerySet:
        """Return the objects of this conference among which a view looks for its own."""
        objects = super().get_queryset()
        return objects if isinstance(self, BaseListingView) else self._within(objects)

    def get_object_list(self) -> QuerySet:
        """Return what a chooser offers."""
        return self._within(super().get_object_list())

    def get_objects(self, pks: list[str]) -> QuerySet:
        """Return several chosen objects; `Http404` when one of them is not of this conference."""
        require_own(resolve_model_string(self.model), self.conference, self.conference_path, pks)
        return super().get_objects(pks)

    def get_initial_form_instance(self) -> Model:
        """Return the new object, which belongs to this conference."""
        return self._claim(super().get_initial_form_instance() or self.model())

    def get_object(self, *args: object, **kwargs: object) -> Model:
        """Return the view's object; one that is only being made (preview of a new one) belongs to this conference."""
        found = super().get_object(*args, **kwargs)
        return self._claim(found) if isinstance(found, Model) and found._state.adding else found

    def _claim(self, instance: Model) -> Model:
        if self.conference_path == "conference":
            instance.conference = self.conference
        elif hasattr(instance, "conference_id"):
            instance.conference_id = self.conference.pk
        return instance

    def get_form(self, *args: object, **kwargs: object) -> BaseForm:
        """Return the form with this conference's choices and its time zone named."""
        return fit_to_conference(super().get_form(*args, **kwargs), self.conference)

    @cached_property
    def filters(self) -> object:
        """The listing's filters, offering this conference's objects only."""
        found = super().filters
        if found is not None:
            fit_to_conference(found.form, self.conference)
        return found


def require_own(model: type[Model], conference: Conference, path: str, keys: list[object]) -> None:
    """Raise `Http404` unless every key names an object of this conference (one SQL statement)."""
    wanted = set()
    for key in keys:
        try:
            value = model._meta.pk.to_python(unquote(str(key)))
            model._meta.pk.run_validators(value)  # a number no database column holds is no object either
        except ValidationError as error:
            raise Http404 from error
        wanted.add(value)
    if scope.within(model._default_manager.filter(pk__in=wanted), conference, path).count() != len(wanted):
        raise Http404


def require_permission(user: scope.Account, conference: Conference, *permissions: str) -> None:
    """Raise `PermissionDenied` unless the person holds one of these here."""
    if permissions and not any(scope.may(user, permission, conference) for permission in permissions):
        raise PermissionDenied
