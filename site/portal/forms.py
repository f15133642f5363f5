"""Forms of the account pages."""

from allauth.account.forms import SignupForm
from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from conference.models import User


class SignUpForm(SignupForm):
    """Asks name and address; a password may be set later, the code by mail is enough."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=200,
        help_text=_("As others shall read it, in one piece."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    field_order = ["name", "email"]

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["password1"]

    def custom_signup(self, request: HttpRequest, user: User) -> None:
        """Keep the name with the new account."""
        super().custom_signup(request, user)
        user.name = self.cleaned_data["name"]
        user.save(update_fields=["name"])


class NameForm(forms.ModelForm):
    """Changes the display name."""

    class Meta:
        model = User
        fields = ["name"]
        labels = {"name": _("Your name")}
        help_texts = {"name": _("As others shall read it, in one piece.")}
        widgets = {"name": forms.TextInput(attrs={"autocomplete": "name"})}

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].required = True
