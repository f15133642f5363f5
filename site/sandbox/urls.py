"""Addresses of the stand-ins; only development and tests include them."""

urlpatterns: list = []
