"""Wagtail reads this module at the start; every desk's hooks stand in its own package, one line each here."""

from staff import policies  # noqa: F401 - first: a viewset registered before its policy would get Wagtail's own
from staff.programme import hooks as programme  # noqa: F401
