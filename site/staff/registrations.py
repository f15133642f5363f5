"""What the staff room puts into the registries of lower floors."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from conference import extension
from conference.models import Conference


def staff_link(_conference: Conference | None) -> str:
    """Return the absolute address of the staff's pages."""
    return f"{settings.WAGTAILADMIN_BASE_URL.rstrip('/')}{reverse('wagtailadmin_home')}"


def register() -> None:
    """Fill the registries; called once when the app is ready."""
    from staff.people.views import PeopleView  # noqa: PLC0415 - views import models and forms that must be loaded first
    from staff.registration.ledgers.differences import difference_link  # noqa: PLC0415
    from staff.registration.settings.payments_tab import PaymentsView  # noqa: PLC0415
    from staff.registration.settings.sales_tab import SalesView  # noqa: PLC0415
    from staff.settings.contact import ContactView  # noqa: PLC0415
    from staff.settings.event import EventView  # noqa: PLC0415
    from staff.settings.pretalx import PretalxView  # noqa: PLC0415
    from staff.setup import checklist  # noqa: PLC0415

    extension.url_for.register("staff", staff_link)
    extension.url_for.register("difference", difference_link)
    checklist.register()
    for order, (label, view) in enumerate(
        (
            (_("Event"), EventView),
            (_("Contact"), ContactView),
            (_("Pretalx"), PretalxView),
            (_("Sales"), SalesView),
            (_("Payments"), PaymentsView),
            (_("People"), PeopleView),
        )
    ):
        extension.settings_tabs.register(
            view.tab, extension.SettingsTab(label=label, view=view, permission=view.permissions[0], order=order * 10)
        )
