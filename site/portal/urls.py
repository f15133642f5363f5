"""Addresses of the account pages that django-allauth does not serve itself."""

from django.urls import path

from portal import views

urlpatterns = [
    path("account/", views.account, name="account"),
    path("account/name/", views.change_name, name="account_change_name"),
    # instead of Wagtail's own sign-in page: there is one sign-in for everybody
    path("admin/login/", views.admin_login, name="portal_admin_login"),
]
