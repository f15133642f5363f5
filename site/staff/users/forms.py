"""Forms of accounts: an address and one name. Without a password the person signs in by a code sent to the address."""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.users.forms import UserCreationForm, UserEditForm

from conference.models import User

FIELDS = ["email", "name", "is_superuser", "groups"]


class NameOnly:
    """Puts one name in the place of first and last name."""

    first_name = None
    last_name = None
    password_required = False

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password1"].help_text = _("Empty: no password; the person signs in by a code sent to the address.")

    def clean_email(self) -> str:
        """Return the address; refused when an account has it in whatever case of its letters."""
        email = self.cleaned_data["email"].strip()
        if User.objects.exclude(pk=self.instance.pk).filter(email__iexact=email).exists():
            raise forms.ValidationError(_("This address has an account already."))
        return email


class PlenaryUserCreationForm(NameOnly, UserCreationForm):
    """A new account."""

    class Meta(UserCreationForm.Meta):
        fields = FIELDS

    def save(self, commit: bool = True) -> User:
        """Make the account; without a password none opens it."""
        if not self.cleaned_data["password1"]:
            self.instance.set_unusable_password()
        return super().save(commit)


class PlenaryUserEditForm(NameOnly, UserEditForm):
    """An existing account."""

    class Meta(UserEditForm.Meta):
        fields = [*FIELDS, "is_active"]

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password1"].help_text = _("Empty: the password stays as it is.")
