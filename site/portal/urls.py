"""Addresses of the account pages that django-allauth does not serve itself."""

from django.urls import path

from portal import orders, private_files, views
from portal.code_page import CodePage
from portal.tickets import actions, claims, pages

urlpatterns = [
    path("account/", views.account, name="account"),
    path("account/name/", views.change_name, name="account_change_name"),
    path("account/orders/", orders.orders, name="portal_orders"),
    path("account/orders/<slug:reference>/tickets.pdf", orders.order_tickets, name="portal_order_tickets"),
    path("account/orders/<slug:reference>/pro-forma.pdf", orders.pro_forma, name="portal_pro_forma"),
    path("account/tickets/", pages.tickets, name="portal_tickets"),
    path("account/tickets/<slug:code>/", pages.ticket, name="portal_ticket"),
    path("account/tickets/<slug:code>/ticket.pdf", pages.ticket_pdf, name="portal_ticket_pdf"),
    path("account/tickets/<slug:code>/calendar.ics", pages.ticket_calendar, name="portal_ticket_calendar"),
    path("account/tickets/<slug:code>/qr.svg", pages.ticket_qr, name="portal_ticket_qr"),
    path("account/tickets/<slug:code>/holder/", actions.assign, name="portal_assign"),
    path("account/tickets/<slug:code>/name/", actions.rename, name="portal_rename"),
    path("account/tickets/<slug:code>/pass-on/", actions.transfer, name="portal_transfer"),
    path("account/tickets/<slug:code>/take-back/", actions.take_back, name="portal_take_back"),
    path("account/tickets/<slug:code>/add-ons/", actions.move, name="portal_move"),
    path("account/tickets/<slug:code>/questions/", actions.answer, name="portal_answer"),
    path("account/claim/<slug:token>/", claims.claim, name="portal_claim"),
    # instead of allauth's own, under its name
    path("account/login/code/confirm/", CodePage.as_view(), name="account_confirm_login_code"),
    path("private/<slug:kind>/<path:key>/", private_files.private_file, name="private_file"),
    # instead of Wagtail's own sign-in page: there is one sign-in for everybody
    path("admin/login/", views.admin_login, name="portal_admin_login"),
]
