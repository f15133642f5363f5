"""The test suite: PostgreSQL (its address comes from tests/conftest.py), tasks at once, no network."""

import tempfile

from config.settings.base import *

DEBUG = False
SECRET_KEY = "test-only"  # noqa: S105 - opens nothing
SALT_KEY = ["test-only-salt"]
ALLOWED_HOSTS = ["*"]
INSTALLED_APPS += ["sandbox"]
SANDBOX_ENABLED = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
CACHES = {
    name: {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": name}
    for name in ("default", "pages")
}
# A migrated database to copy instead of migrating again; tests/postgres.py names its own.
DATABASES["default"]["TEST"] = {"TEMPLATE": env("TEST_DATABASE_TEMPLATE", default=None)}
_FILES = tempfile.mkdtemp(prefix="plenary-test-")
MEDIA_ROOT = f"{_FILES}/media"
PRIVATE_ROOT = f"{_FILES}/private"
STATIC_ROOT = f"{_FILES}/static"
STORAGES["private"]["OPTIONS"]["location"] = PRIVATE_ROOT
WHITENOISE_AUTOREFRESH = True
STAFF_NEED_SECOND_FACTOR = False  # its own tests switch it on
SANDBOX_MAIL_DIR = f"{_FILES}/mail"
