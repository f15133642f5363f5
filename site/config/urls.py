"""All addresses. Fixed prefixes come first; everything else is the page tree."""

from django.conf import settings
from django.urls import include, path
from django.views.generic import RedirectView
from django.views.static import serve
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from registration.webhooks import stripe_webhook
from staff.setup.views import admin_front_door

urlpatterns = [
    path("", include("portal.urls")),
    path("admin/", admin_front_door, name="admin_front_door"),
    path("admin/tag-autocomplete/", include("staff.tags")),
    path("admin/", include(wagtailadmin_urls)),
    path("account/", include("allauth.urls")),
    path("", include("cms.theme")),
    path("webhooks/stripe/<slug:slug>/", stripe_webhook, name="stripe_webhook"),
    path("documents/", include(wagtaildocs_urls)),
]

if settings.SERVE_MEDIA:
    urlpatterns += [path("media/<path:path>", serve, {"document_root": settings.MEDIA_ROOT})]

if settings.SANDBOX_ENABLED:
    urlpatterns += [path("", include("sandbox.urls"))]

# Wagtail's own form for pages behind a sign-in would pass by the one sign-in and its limits
one_sign_in = RedirectView.as_view(pattern_name="account_login", query_string=True)
urlpatterns += [path("_util/login/", one_sign_in, name="page_sign_in")]
urlpatterns += [path("", include("cms.urls")), path("", include(wagtail_urls))]

handler403 = "cms.errors.forbidden"
handler404 = "cms.errors.not_found"
handler500 = "cms.errors.server_error"
