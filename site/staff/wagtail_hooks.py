"""Wagtail reads this module at the start; every desk's hooks stand in its own package, one line each here."""

# ruff: noqa: F401 - imported for what they register
# isort: split
from staff import policies  # first: a viewset registered before its policy would get Wagtail's own
from staff.registration import policies as shop_policies

# isort: split
from staff import branding, bulk_actions, choosers, log_actions
from staff.conferences import hooks as conferences
from staff.dashboard import hooks as dashboard
from staff.mail import hooks as mail
from staff.people import hooks as people
from staff.programme import hooks as programme
from staff.registration import hooks as registration
from staff.settings import hooks as settings
from staff.setup import hooks as setup
from staff.sync import hooks as sync
