"""What staff read when they try to change something of a closed conference."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from wagtail.admin import messages

from conference import scope
from conference.models import Conference


def is_open(conference: Conference | None) -> bool:
    """Return what `scope.require_open` says, for those who only want to know: which buttons to show."""
    try:
        scope.require_open(conference)
    except ValidationError:
        return False
    return True


def refused(request: HttpRequest, refusal: ValidationError) -> HttpResponse:
    """Lead back to the admin's front page and say why nothing was changed; scripts get 403 (`PermissionDenied`)."""
    if request.headers.get("x-requested-with") == "XMLHttpRequest":
        raise PermissionDenied
    messages.error(request, " ".join(refusal.messages))
    return redirect("wagtailadmin_home")
