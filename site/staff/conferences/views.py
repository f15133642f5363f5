"""The switcher: a page with the conferences at which a staff member has a role."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from conference import scope


class SwitchView(WagtailAdminTemplateMixin, TemplateView):
    """Shows the staff member's conferences; a POST of one's short name makes it the one they work on."""

    page_title = gettext_lazy("Your conferences")
    header_icon = "site"
    template_name = "staff/conferences/switch.html"

    def get_breadcrumbs_items(self) -> list[dict]:
        """Return the path to this page."""
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: object) -> dict:
        """Return the template's values."""
        return super().get_context_data(
            conferences=scope.conferences_for(self.request.user),
            current=scope.staff_conference(self.request),
            **kwargs,
        )

    def post(self, request: HttpRequest, *_args: object, **_kwargs: object) -> HttpResponse:
        """Remember the chosen conference; 404 for one at which the person holds no role."""
        conference = scope.conferences_for(request.user).filter(slug=request.POST.get("conference", "")).first()
        if conference is None:
            raise Http404
        scope.choose_conference(request, conference)
        messages.success(request, _("You work on %(conference)s now.") % {"conference": conference})
        return redirect("wagtailadmin_home")
