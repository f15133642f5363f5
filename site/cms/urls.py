"""Addresses of the pages' room that are no pages, and files that pages answer with."""

from django.urls import include, path, re_path
from wagtail.views import serve

from cms import front_door, well_known

# Wagtail's own pattern knows only addresses that end in a slash; feeds and calendars have names with an ending.
FILE_BELOW_A_PAGE = r"^((?:[\w\-]+/)+[\w\-]+\.(?:atom|ics|json|png|svg|xml))$"

urlpatterns = [
    *front_door.urlpatterns,
    path("sitemap.xml", well_known.sitemap, name="sitemap"),
    path("robots.txt", well_known.robots, name="robots"),
    path(".well-known/security.txt", well_known.security, name="security_txt"),
    path("", include("cms.schedule.urls")),
    path("", include("cms.shop.urls")),
    re_path(FILE_BELOW_A_PAGE, serve, name="file_below_a_page"),
]
