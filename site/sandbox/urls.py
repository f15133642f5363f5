"""Addresses of the stand-ins; only development and tests include them."""

from django.urls import include, path

urlpatterns: list = [
    path("", include("sandbox.mail.views")),
    path("", include("sandbox.styleguide.views")),
]
