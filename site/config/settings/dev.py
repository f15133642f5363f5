"""Development: everything on this machine, nothing to configure, stand-ins instead of outside services."""

from config.settings.base import *

DEBUG = True
SECRET_KEY = SECRET_KEY or "development-only-never-used-in-production"
SALT_KEY = SALT_KEY or ["development-only-salt"]
ALLOWED_HOSTS = ["*"]
INTERNAL_IPS = ["127.0.0.1"]
INSTALLED_APPS += ["sandbox"]
SANDBOX_ENABLED = True
SERVE_MEDIA = True
EMAIL_BACKEND = "sandbox.mail.backend.KeepingBackend"
SANDBOX_MAIL_DIR = VAR / "mail"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True  # passkeys on http://localhost
STAFF_NEED_SECOND_FACTOR = env.bool("STAFF_NEED_SECOND_FACTOR", default=False)  # the demo's accounts have none
VAR.mkdir(exist_ok=True)

# Two lines for every job of the worker would hide what the other programs say; failures are shown.
LOGGING["handlers"]["warnings"] = {"class": "logging.StreamHandler", "formatter": "line", "level": "WARNING"}
LOGGING["loggers"] = {
    name: {"handlers": ["warnings"], "propagate": False} for name in ("django_tasks", "django_tasks_db")
}
