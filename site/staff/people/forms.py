"""The form that invites somebody into a role."""

from django import forms
from django.utils.translation import gettext_lazy as _

from conference import extension
from conference.models import Conference, Invitation, User
from conference.services.people import may_give_everywhere

HERE, EVERYWHERE = "here", "everywhere"


class InviteForm(forms.Form):
    """An address, a role, and where; “all conferences” is offered only to those who may give it."""

    email = forms.EmailField(label=_("E-mail address"), max_length=Invitation._meta.get_field("email").max_length)
    role = forms.ChoiceField(label=_("Role"))
    place = forms.ChoiceField(label=_("Where"), initial=HERE)

    def __init__(self, *args: object, conference: Conference, by: User, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [(name, role.label) for name, role in extension.roles.items()]
        self.fields["place"].choices = [(HERE, conference.name)]
        if may_give_everywhere(by):
            self.fields["place"].choices += [(EVERYWHERE, _("All conferences"))]
