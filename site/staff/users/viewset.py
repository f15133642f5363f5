"""The desk of accounts."""

from functools import cached_property

from django.forms import ModelForm
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import BaseColumn, BooleanColumn, BulkActionsCheckboxColumn, Column, DateColumn
from wagtail.users.views.users import IndexView, UserColumn, UserViewSet

from conference.models import User
from staff.users.forms import PlenaryUserCreationForm, PlenaryUserEditForm


class UserIndexView(IndexView):
    """The listing of accounts."""

    search_fields = ["name", "email"]

    def get_valid_orderings(self) -> list[str]:
        """Return what the listing may be sorted by; Wagtail's own “name” means first and last name."""
        return [ordering for ordering in super().get_valid_orderings() if ordering.lstrip("-") != "name"]

    @cached_property
    def columns(self) -> list[BaseColumn]:
        """The columns: the name, the address, what they are."""
        title = self._get_title_column_class(UserColumn)
        return [
            BulkActionsCheckboxColumn("bulk_actions", obj_type="user"),
            title("name", accessor=str, label=_("Name"), get_url=self.get_edit_url, classname="name"),
            Column("email", label=_("E-mail address"), sort_key="email"),
            Column("is_superuser", label=_("Access"), accessor=administrator, sort_key="is_superuser"),
            BooleanColumn("is_active", label=_("Active"), sort_key="is_active"),
            DateColumn("last_login", label=_("Last sign-in"), sort_key="last_login"),
        ]


def administrator(user: User) -> str:
    """Return the word for somebody who may do everything, "" for everybody else."""
    return _("Administrator") if user.is_superuser else ""


class PlenaryUserViewSet(UserViewSet):
    """Wagtail's account pages with our forms; copying an account makes no sense."""

    copy_view_enabled = False
    index_view_class = UserIndexView
    ordering = "email"

    def get_form_class(self, for_update: bool = False) -> type[ModelForm]:
        """Return the form of a new or an existing account."""
        return PlenaryUserEditForm if for_update else PlenaryUserCreationForm
