"""The people's tab of the settings."""

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin import messages

from conference import extension
from conference.models import Invitation, RoleGroup, User
from conference.queries.people import open_invitations, people_at
from conference.services import people
from staff.people.forms import EVERYWHERE, InviteForm
from staff.settings.tabs import SettingsMixin, url_name


class PeopleView(SettingsMixin, FormView):
    """Shows who has which role, and invites."""

    tab = "people"
    permissions = (people.MANAGE,)
    page_title = gettext_lazy("People")
    form_class = InviteForm
    template_name = "staff/people/index.html"

    def get_form_kwargs(self) -> dict:
        """Return what the form is made from."""
        return {**super().get_form_kwargs(), "conference": self.conference, "by": self.request.user}

    def get_context_data(self, **kwargs: object) -> dict:
        """Return the template's values."""
        invitations = open_invitations(self.conference)
        for invitation in invitations:
            invitation.role_label = people.label_of(invitation.role_group)
        return super().get_context_data(
            people=people_at(self.conference),
            invitations=invitations,
            roles=list(extension.roles.values()),
            may_give_everywhere=people.may_give_everywhere(self.request.user),
            **kwargs,
        )

    def form_valid(self, form: InviteForm) -> HttpResponse:
        """Invite and say what happened."""
        values = form.cleaned_data
        conference = None if values["place"] == EVERYWHERE else self.conference
        try:
            result = people.invite(values["email"], values["role"], conference=conference, by=self.request.user)
        except ValidationError as refusal:
            form.add_error(None, refusal)
            return self.form_invalid(form)
        if isinstance(result, Invitation):
            messages.success(self.request, _("%(email)s is invited.") % {"email": result.email})
        else:
            messages.success(self.request, _("%(person)s has an account and got the role now.") % {"person": result})
        return redirect(self.request.path)


class PeopleActionView(SettingsMixin, FormView):
    """One act on somebody's role, by POST only; afterwards the tab again."""

    permissions = (people.MANAGE,)
    http_method_names = ["post"]

    def act(self) -> str:
        """Do it and return the sentence that says so; `ValidationError` when it is refused."""
        raise NotImplementedError

    def post(self, *_args: object, **_kwargs: object) -> HttpResponse:
        """Act and say what happened."""
        try:
            messages.success(self.request, self.act())
        except ValidationError as refusal:
            messages.error(self.request, " ".join(refusal.messages))
        return redirect(reverse(url_name("people")))

    def group_of_here(self) -> RoleGroup:
        """Return the role the address names; `Http404` when it belongs to another conference."""
        groups = RoleGroup.objects.select_related("group", "conference")
        found = groups.filter(pk=self.kwargs["group"]).first()
        if found is None or found.conference_id not in (None, self.conference.pk):
            raise Http404
        return found


class RevokeView(PeopleActionView):
    """Takes a role away."""

    def act(self) -> str:
        """Take the role."""
        group = self.group_of_here()
        person = holder(self.kwargs["user"], group)
        people.revoke(person, group, by=self.request.user)
        return _("%(person)s has no longer the role “%(role)s”.") % {"person": person, "role": people.label_of(group)}


class CancelInvitationView(PeopleActionView):
    """Takes an invitation back."""

    def act(self) -> str:
        """Cancel the invitation."""
        invitation = Invitation.objects.select_related("role_group__conference").filter(pk=self.kwargs["pk"]).first()
        if invitation is None or invitation.role_group.conference_id not in (None, self.conference.pk):
            raise Http404
        people.cancel_invitation(invitation, by=self.request.user)
        return _("The invitation of %(email)s is taken back.") % {"email": invitation.email}


def holder(key: int, group: RoleGroup) -> User:
    """Return the person who is in the group; `Http404` for anybody else, so that keys cannot be tried out."""
    person = User.objects.filter(pk=key, groups=group.group_id).first()
    if person is None:
        raise Http404
    return person
