"""Forms of the account pages."""

from allauth.account.forms import RequestLoginCodeForm, SignupForm
from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from common.sign_in_by_code import account_for, fitting
from conference.models import User
from conference.queries.people import is_invited
from registration.services.mails.names import require_no_address


class SignUpForm(SignupForm):
    """Asks name and address; a password may be set later, the code by mail is enough."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=200,
        help_text=_("As others shall read it, in one piece."),
        validators=[require_no_address],
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


class InvitedCodeForm(RequestLoginCodeForm):
    """Sends the code to invited people too who have no account yet: entering it proves the address, as signing up would."""

    def clean_email(self) -> str:
        """Return the address, with an account for it when somebody invited it."""
        email = fitting(super().clean_email())
        if self._user is None and is_invited(email) and not User.objects.filter(email__iexact=email).exists():
            self._user = account_for(email)
        return email


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
        self.fields["name"].validators.append(require_no_address)
