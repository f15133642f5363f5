"""Production settings as somebody might spoil them: with the stand-ins for outside services."""

from config.settings.production import *  # noqa: F403

INSTALLED_APPS += ["sandbox"]  # noqa: F405
