"""The app's configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CMSConfig(AppConfig):
    """What visitors see: pages, blocks, navigation, feeds."""

    name = "cms"
    verbose_name = _("CMS")

    def ready(self) -> None:
        """Connect what makes public pages new; fill the registries: site and copy, previews, uses of facts, schedule."""
        # models must be loaded first
        from cms import clone, fact_uses, signals, starter  # noqa: PLC0415
        from cms.schedule import registrations as schedule  # noqa: PLC0415
        from cms.shop import registrations as shop  # noqa: PLC0415
        from cms.snippets import previews  # noqa: PLC0415

        signals.connect()
        for part in (starter, clone, fact_uses, previews, schedule, shop):
            part.register()
