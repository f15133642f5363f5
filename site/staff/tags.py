"""Tags of pictures and documents: a form suggests those of one's own conferences, not everybody's."""

from django.db.models import Q, QuerySet
from django.http import HttpRequest, JsonResponse
from django.urls import path
from taggit.models import Tag
from wagtail.admin.auth import require_admin_access
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from conference import scope

MOST = 10


@require_admin_access
def suggest(request: HttpRequest, **_model: str) -> JsonResponse:
    """Answer with names of tags that begin with the typed letters."""
    typed = request.GET.get("term", "")
    names = own_tags(request).filter(name__istartswith=typed).order_by("name").values_list("name", flat=True)
    return JsonResponse(list(names[:MOST]) if typed else [], safe=False)


def own_tags(request: HttpRequest) -> QuerySet[Tag]:
    """Return the tags of pictures and documents in the collections of the person's conferences."""
    if request.user.is_superuser:
        return Tag.objects.all()
    inside = Q(pk__in=[])
    for place in scope.conferences_for(request.user).filter(collection__isnull=False).values_list("collection__path"):
        inside |= Q(collection__path__startswith=place[0])
    used = Q(pk__in=[])
    for model in (get_image_model(), get_document_model()):
        used |= Q(pk__in=model.objects.filter(inside, tags__isnull=False).values("tags"))
    return Tag.objects.filter(used)


# they take the place of Wagtail's own two addresses, which list every tag there is
urlpatterns = [
    path("", suggest, name="wagtailadmin_tag_autocomplete"),
    path("<slug:app_name>/<slug:model_name>/", suggest, name="wagtailadmin_tag_model_autocomplete"),
]
