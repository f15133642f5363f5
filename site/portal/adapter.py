"""How django-allauth's accounts fit the house: mail through the outbox, where to go after signing in."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as allauth_context
from django.conf import settings
from django.template.loader import render_to_string

from common.sign_in_by_code import fitting
from conference import scope
from conference.services import mail


class AccountAdapter(DefaultAccountAdapter):
    """Writes account mails into the outbox as Markdown; their kind is `account.<name of the template>`."""

    def clean_email(self, email: str) -> str:
        """Return an address that an account can have; `ValidationError` for one that is too long to be kept."""
        return fitting(super().clean_email(email))

    def send_mail(self, template_prefix: str, email: str, context: dict) -> None:
        """Queue one of allauth's mails; the sender of the host's current conference is named in it."""
        request = allauth_context.request
        conference = scope.conference_of_site(request) if request else None
        values = {
            **context,
            "email": email,
            "request": request,
            "site_name": conference.name if conference else settings.WAGTAIL_SITE_NAME,
        }
        mail.queue(
            kind=f"account.{template_prefix.rpartition('/')[2]}",
            to=email,
            subject=render_to_string(f"{template_prefix}_subject.txt", values),
            text=render_to_string(f"{template_prefix}_message.txt", values),
            conference=conference,
        )
