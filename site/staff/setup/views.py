"""The set-up form in the admin, and the door that leads a superuser there while there is no conference."""

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.generic import FormView
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.home import HomeView

from conference import scope
from conference.models import Conference, User
from staff.dashboard.exploring import may_explore
from staff.setup.forms import SetUpForm

MANAGE = "conference.manage_conference_settings"


def may_set_up(user: User) -> bool:
    """Return whether the person may make a conference: superusers, and those who organize all of them."""
    return scope.may(user, MANAGE, None)


class SetUpView(WagtailAdminTemplateMixin, FormView):
    """Makes a conference with its site, roles and drafts."""

    form_class = SetUpForm
    template_name = "staff/setup/form.html"
    header_icon = "date"
    page_title = gettext_lazy("Add a conference")

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        """Let in who may make conferences."""
        if not may_set_up(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str:
        """Return another title for the very first conference."""
        return self.page_title if Conference.objects.exists() else _("Set up your conference")

    def get_breadcrumbs_items(self) -> list[dict]:
        """Return the path to this page."""
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def get_initial(self) -> dict:
        """Suggest the address by which the form was opened, as long as no conference has it, and a currency in use."""
        before = scope.staff_conference(self.request)
        first = not Conference.objects.exists()
        return {
            "website_url": self.request.build_absolute_uri("/") if first else "",
            "language": settings.LANGUAGE_CODE,
            "currency": before.effective_currency if before else "",
        }

    def form_valid(self, form: SetUpForm) -> HttpResponse:
        """Set up, work on the new conference from now on, and go to its dashboard."""
        conference = form.save(by=self.request.user)
        if conference is None:
            return self.form_invalid(form)
        scope.choose_conference(self.request, conference)
        messages.success(
            self.request,
            _("%(name)s is set up. Its pages are drafts: nobody sees them before you publish them.")
            % {"name": conference.name},
        )
        return redirect("wagtailadmin_home")


class Dashboard(HomeView):
    """Wagtail's front page under the name of the conference one works on, not of a site or of the installation."""

    def get_template_names(self) -> list[str]:
        """Leave the search for pages out for those to whom it would not open."""
        return [self.template_name if may_explore(self.request.user) else "staff/dashboard/home.html"]

    def get_site_details(self) -> dict:
        """Return what the heading names."""
        conference = scope.staff_conference(self.request)
        details = super().get_site_details()
        return details if conference is None else {**details, "site_name": conference.name}


@never_cache
@require_admin_access
def admin_front_door(request: HttpRequest) -> HttpResponse:
    """Open the dashboard, or the set-up for a superuser while there is no conference."""
    if request.user.is_superuser and scope.staff_conference(request) is None:
        return redirect(reverse("setup"))
    return Dashboard.as_view()(request)
