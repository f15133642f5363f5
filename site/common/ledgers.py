"""Read-only ledgers: rows that the system writes and staff search, filter, inspect and export, of one conference."""

from collections.abc import Callable, Sequence
from functools import wraps

from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.utils import label_for_field, lookup_field
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, QueryDict
from django.http.response import HttpResponseBase
from django.urls import URLPattern, re_path
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.functional import Promise, cached_property
from django.utils.text import capfirst
from wagtail.admin.menu import MenuItem
from wagtail_modeladmin.helpers import PermissionHelper
from wagtail_modeladmin.options import ModelAdmin
from wagtail_modeladmin.views import IndexView

from common.conference_forms import EARLIEST, LATEST
from common.policies import attach, conference_at_work
from common.scoped_views import in_zone, require_conference
from common.spreadsheets import SafeSpreadsheet
from conference import features, scope
from conference.models import Conference


class LedgerPermissions(PermissionHelper):
    """Looking needs the model's “view” permission at the conference one works on; nobody writes."""

    def user_can_list(self, user: scope.Account) -> bool:
        """Return whether the person may see the ledger."""
        permission = f"{self.opts.app_label}.{self.get_perm_codename('view')}"
        return scope.may(user, permission, conference_at_work(user))

    def user_can_inspect_obj(self, user: scope.Account, _obj: Model) -> bool:
        """Return whether the person may look at a row; the ledger has seen to it that it is of their conference."""
        return self.user_can_list(user)

    def user_can_create(self, _user: scope.Account) -> bool:
        """Return `False`: the system writes."""
        return False

    def user_can_edit_obj(self, _user: scope.Account, _obj: Model) -> bool:
        """Return `False`: what is written stays."""
        return False

    def user_can_delete_obj(self, _user: scope.Account, _obj: Model) -> bool:
        """Return `False`: what is written stays."""
        return False


class LedgerIndexView(SafeSpreadsheet, IndexView):
    """The listing and its export.

    Only the declared filters narrow it. Any other parameter would be a look-up of its own, along every relation: by trying
    letters, `?conference__role_groups__group__user__password__startswith=` would tell what nobody may read.
    """

    @cached_property
    def conference(self) -> Conference:
        """The conference one works on."""
        return scope.staff_conference(self.request)

    def get_filters(self, request: HttpRequest) -> tuple:
        """Return the filters in use; parameters that belong to none of them are ignored."""
        specs, has_filters, _others, use_distinct = super().get_filters(request)
        return specs, has_filters, {}, use_distinct

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Answer; an export is refused to those who may only look."""
        if request.GET.get(self.EXPORT_VAR) in self.FORMATS and not self.model_admin.may_export(request):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_heading(self, _queryset: QuerySet, field: str) -> str:
        """Return the heading of a column, as it stands in the listing."""
        return capfirst(str(label_for_field(field, self.model, self.model_admin)))

    def to_row_dict(self, item: Model) -> dict[str, object]:
        """Return one row of the export: choices in words, zero and no as they are, nothing for nothing."""
        return {field: self._cell(item, field) for field in self.list_export}

    def _cell(self, item: Model, field: str) -> object:
        words = getattr(item, f"get_{field}_display", None)
        value = str(words()) if words else lookup_field(field, item, self.model_admin)[2]
        return "" if value is None else str(value) if isinstance(value, Model | Promise) else value

    def get_queryset(self, request: HttpRequest | None = None) -> QuerySet:
        """Return the filtered rows; `Http404` for a filter's value that makes no sense."""
        require_real_moments((request or self.request).GET)
        try:
            return super().get_queryset(request)
        except IncorrectLookupParameters as error:
            raise Http404 from error


def require_real_moments(parameters: QueryDict) -> None:
    """Raise `Http404` for a time without a zone, or at an end of the calendar where no database can follow.

    The filters' own links always name moments of our age with their zone.
    """
    for name, value in parameters.items():
        if not name.endswith(("__gte", "__lt")):
            continue
        try:
            moment = parse_datetime(value)
        except ValueError as error:
            raise Http404 from error
        if moment is None or timezone.is_naive(moment) or not EARLIEST <= moment.year <= LATEST:
            raise Http404


class Ledger(ModelAdmin):
    """Base of a ledger: set `model`, `list_display`, `list_export`, `search_fields`, `list_select_related`, the menu.

    `rows` returns what a staff member may see; a key outside of it answers 404 before anything is loaded. `desk` is the
    feature whose ledger this is; `export_permission` (`app.codename`) is asked for an export beside the right to look.
    """

    conference_path = "conference"
    desk: str | None = None
    export_permission = ""
    inspect_view_enabled = True
    history_view_enabled = False
    permission_helper_class = LedgerPermissions
    index_view_class = LedgerIndexView

    def rows(self, request: HttpRequest, conference: Conference) -> QuerySet:
        """Return the rows of the conference, which is the one `request`'s user works on."""
        return scope.within(super().get_queryset(request), conference, self.conference_path)

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Return the rows of the listing."""
        return self.rows(request, scope.staff_conference(request))

    def get_admin_urls_for_registration(self) -> tuple[URLPattern, ...]:
        """Return the two addresses a ledger has: the listing and one row."""
        names = self.url_helper
        return tuple(
            re_path(names.get_action_url_pattern(action), self.scoped(view), name=names.get_action_url_name(action))
            for action, view in (("index", self.index_view), ("inspect", self.inspect_view))
        )

    def scoped(self, view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
        """Return the view, answering within the conference its staff member works on."""

        @wraps(view)
        def inside(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
            conference = require_conference(request, self.desk)
            if not self.permission_helper.user_can_list(request.user):
                raise PermissionDenied
            if "instance_pk" in kwargs:
                self.require_row(request, conference, kwargs["instance_pk"])
            return in_zone(lambda: view(request, *args, **kwargs), conference)

        return inside

    def require_row(self, request: HttpRequest, conference: Conference, key: str) -> None:
        """Raise `Http404` unless the key names one of the rows the staff member may see."""
        try:
            value = self.model._meta.pk.to_python(key)
            self.model._meta.pk.run_validators(value)
        except ValidationError as error:
            raise Http404 from error
        if not self.rows(request, conference).filter(pk=value).exists():
            raise Http404

    def get_menu_item(self, order: int | None = None) -> MenuItem:
        """Return the menu item, shown to those who may see the ledger."""
        item = super().get_menu_item(order)
        item.is_shown = self.is_shown
        return item

    def is_shown(self, request: HttpRequest) -> bool:
        """Return whether the menu of this staff member has the ledger."""
        attach(request)
        conference = scope.staff_conference(request)
        if conference is None or (self.desk and not features.is_desk_enabled(self.desk, conference)):
            return False
        return self.permission_helper.user_can_list(request.user)

    def may_export(self, request: HttpRequest) -> bool:
        """Return whether this staff member may take the rows away in a file."""
        return not self.export_permission or scope.may(
            request.user, self.export_permission, scope.staff_conference(request)
        )

    def get_list_export(self, request: HttpRequest) -> Sequence[str]:
        """Return the columns of the export; without any its buttons are not shown."""
        return super().get_list_export(request) if self.may_export(request) else ()

    def register_indexing(self) -> None:
        """Keep these rows out of Wagtail's index of references: it would cost statements with every sale."""
