"""The pages that show kept mail."""

from csp.constants import NONE, UNSAFE_INLINE
from csp.decorators import csp
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.clickjacking import xframe_options_sameorigin

from sandbox.mail import kept

# A mail brings its styles with it and may do nothing else, whatever it contains.
MAIL_POLICY = {"default-src": [NONE], "style-src": [UNSAFE_INLINE], "img-src": ["data:"]}


def mailbox(request: HttpRequest) -> HttpResponse:
    """List the kept mail, newest first."""
    return render(request, "sandbox/mail/mailbox.html", {"mails": kept.newest()})


def read(request: HttpRequest, name: str) -> HttpResponse:
    """Show one mail: head, text, and the HTML in a frame of its own."""
    return render(request, "sandbox/mail/mail.html", {"mail": _mail(name)})


@xframe_options_sameorigin
@csp(MAIL_POLICY)
def html(_request: HttpRequest, name: str) -> HttpResponse:
    """Show the HTML of one mail as it was sent."""
    return HttpResponse(_mail(name).html)


def _mail(name: str) -> kept.KeptMail:
    mail = kept.find(name)
    if mail is None:
        raise Http404
    return mail


urlpatterns = [
    path("sandbox/mail/", mailbox, name="sandbox_mail"),
    path("sandbox/mail/<str:name>/", read, name="sandbox_mail_read"),
    path("sandbox/mail/<str:name>/html/", html, name="sandbox_mail_html"),
]
