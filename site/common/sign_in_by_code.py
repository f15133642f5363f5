"""Signing in with an e-mail address alone: a code goes there, and who is new gets an account without a password."""

from urllib.parse import urlencode

from allauth.account.forms import RequestLoginCodeForm
from allauth.account.internal.flows.login_by_code import LoginCodeVerificationProcess
from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from conference.models import User


class CodeForm(RequestLoginCodeForm):
    """Asks for an address; allauth's limits on how often one may ask for a code hold here as well."""

    help_text = _("We send you a code to see that the address is yours. No password needed.")

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("Your e-mail address")
        self.fields["email"].help_text = self.help_text
        self.fields["email"].widget.attrs.pop("placeholder", None)

    def clean_email(self) -> str:
        """Return the address."""
        return fitting(super().clean_email())

    @property
    def person(self) -> User:
        """The account with this address, a new one when there is none; it opens nothing before the code is entered."""
        return self._user or account_for(self.cleaned_data["email"])


def fitting(email: str) -> str:
    """Return an address that can be kept; `ValidationError` for a longer one. Asked last: in small letters some grow."""
    longest = User._meta.get_field("email").max_length
    if len(email) > longest:
        raise ValidationError(_("This address is too long: %(longest)d characters fit.") % {"longest": longest})
    return email


def send_code(request: HttpRequest, form: CodeForm, *, back_to: str) -> str:
    """Send a code to the address of a valid form; return the address of the page that asks for it."""
    LoginCodeVerificationProcess.initiate(request=request, user=form.person, email=form.cleaned_data["email"])
    return f"{reverse('account_confirm_login_code')}?{urlencode({'next': back_to})}"


def account_for(email: str) -> User:
    """Make and return an account without a password; the one with the address, should there be one. Unverified."""
    try:
        with transaction.atomic():
            user = User.objects.create_user(email)
            EmailAddress.objects.create(user=user, email=email.lower(), primary=True, verified=False)
    except IntegrityError:  # the same address at the same moment, or one that was never verified
        user = User.objects.get(email__iexact=email)
    return user
