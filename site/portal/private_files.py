"""The one view of files in private storage: who may read one, the room says that keeps it."""

import mimetypes

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from conference import extension
from portal.files import attached

UNKNOWN = "application/octet-stream"


@never_cache
@login_required
@require_safe
def private_file(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """Hand out a file of this kind; 404 when there is none, or when it is not for this person."""
    if kind not in extension.private_files or "\x00" in key:
        raise Http404
    try:
        file = extension.private_files.get(kind).find(request.user, key)
    except extension.UnavailableError:
        return render(request, "portal/no_document.html", status=503)
    if file is None:
        raise Http404
    name = file.name.rpartition("/")[2]
    return attached(request, file.read, name=name, content_type=mimetypes.guess_type(name)[0] or UNKNOWN)
