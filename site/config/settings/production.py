"""Production: refuses to start without what it cannot do without, and trusts nothing that was not set.

Every value from outside is explained in docs/operate/configuration.md.
"""

import os
import sys
from urllib.parse import urlsplit

from config.settings.base import *

PRODUCTION = True
DEBUG = False


def refuse_without_essentials() -> None:
    """End the program with one line for each missing value, all at once."""
    missing = []
    if not SECRET_KEY:
        missing.append("SECRET_KEY is not set: it signs sessions and links.")
    if not SALT_KEY:
        missing.append("SALT_KEY is not set: it encrypts the secrets in the database.")
    if not env.list("ALLOWED_HOSTS", default=[]):
        missing.append("ALLOWED_HOSTS is not set: the names under which visitors reach the site.")
    if not env("DATABASE_URL", default="").startswith(("postgres://", "postgresql://")):
        missing.append("DATABASE_URL is not the address of a PostgreSQL database (postgres://…).")
    if env("S3_BUCKET", default="") and not env("S3_PRIVATE_BUCKET", default=""):
        missing.append("S3_PRIVATE_BUCKET is not set: with S3_BUCKET, personal files need a bucket of their own.")
    if missing:
        sys.exit("\n".join([*missing, "Not started; docs/operate/configuration.md explains these values."]))


refuse_without_essentials()

# --- addresses ----------------------------------------------------------------------------------------------------

ALLOWED_HOSTS = env.list("ALLOWED_HOSTS")
BASE_URL = env("BASE_URL", default=f"https://{ALLOWED_HOSTS[0].lstrip('.')}").rstrip("/")
WAGTAILADMIN_BASE_URL = BASE_URL
CSRF_TRUSTED_ORIGINS = [f"https://*{host}" if host.startswith(".") else f"https://{host}" for host in ALLOWED_HOSTS]

# A proxy in front ends TLS. gunicorn believes X-Forwarded-Proto of the addresses in FORWARDED_ALLOW_IPS (this machine);
# a proxy elsewhere is believed by naming the header it sets, and overwrites, here.
PROXY_SSL_HEADER = env("PROXY_SSL_HEADER", default="")
if PROXY_SSL_HEADER:
    SECURE_PROXY_SSL_HEADER = (f"HTTP_{PROXY_SSL_HEADER.upper().replace('-', '_')}", "https")
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=1)

# --- transport, cookies -------------------------------------------------------------------------------------------

SECURE_SSL_REDIRECT = env.bool("SSL_REDIRECT", default=True)
SECURE_HSTS_SECONDS = env.int("HSTS_SECONDS", default=31_536_000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = env.bool("HSTS_SUBDOMAINS", default=False)
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
LANGUAGE_COOKIE_SECURE = True
# Whether the neighbours below the same domain speak https, and whether browsers should be told for ever, is their
# owner's decision and not this site's.
SILENCED_SYSTEM_CHECKS += ["security.W005", "security.W021"]
SILENCED_SYSTEM_CHECKS += ["security.W019"]  # editors see previews in a frame of the same site

# --- database -----------------------------------------------------------------------------------------------------

DATABASES["default"].setdefault("OPTIONS", {}).setdefault("connect_timeout", 5)

# --- files --------------------------------------------------------------------------------------------------------

STORAGES["staticfiles"] = {"BACKEND": "config.static_files.NamedByContent"}
S3_BUCKET = env("S3_BUCKET", default="")
if S3_BUCKET:
    # Visitors never leave the site: the proxy passes /media/ on to the public bucket.
    S3_PUBLIC_HOST = env("S3_PUBLIC_HOST", default=f"{urlsplit(BASE_URL).netloc}/media")
    _S3 = {
        "endpoint_url": env("S3_ENDPOINT_URL", default=None),
        "region_name": env("S3_REGION", default=None),
        "access_key": env("S3_ACCESS_KEY", default=None),
        "secret_key": env("S3_SECRET_KEY", default=None),
        "addressing_style": env("S3_ADDRESSING_STYLE", default="auto"),
        "default_acl": None,
        "file_overwrite": False,
    }
    STORAGES["default"] = {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": _S3 | {"bucket_name": S3_BUCKET, "custom_domain": S3_PUBLIC_HOST, "querystring_auth": False},
    }
    STORAGES["private"] = {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": _S3 | {"bucket_name": env("S3_PRIVATE_BUCKET"), "querystring_expire": 60},
    }
    CONTENT_SECURITY_POLICY["DIRECTIVES"]["img-src"].append(S3_PUBLIC_HOST.split("/")[0])
    ADMIN_CONTENT_SECURITY_POLICY["img-src"].append(S3_PUBLIC_HOST.split("/")[0])

# --- mail ---------------------------------------------------------------------------------------------------------

MAIL_PROVIDER = env("MAIL_PROVIDER", default="")
if MAIL_PROVIDER:
    INSTALLED_APPS += ["anymail"]
    EMAIL_BACKEND = f"anymail.backends.{MAIL_PROVIDER}.EmailBackend"
    ANYMAIL = {
        name.removeprefix("ANYMAIL_"): value for name, value in os.environ.items() if name.startswith("ANYMAIL_")
    }
else:
    vars().update(env.email_url("EMAIL_URL", default="smtp://localhost:25"))
EMAIL_TIMEOUT = 20
SERVER_EMAIL = env("SERVER_EMAIL", default=DEFAULT_FROM_EMAIL)
ADMINS = [(address, address) for address in env.list("ADMINS", default=[])]

# --- logging: to standard output, and errors to ADMINS --------------------------------------------------------------

LOGGING["handlers"]["mail_admins"] = {
    "class": "django.utils.log.AdminEmailHandler",
    "level": "ERROR",
    "reporter_class": "config.error_mail.PlaceReporter",  # Django's own carries settings and personal data
}
LOGGING["loggers"] = {
    "django.request": {"handlers": ["mail_admins"]},
    # Anybody may call us by a wrong name; that is no error of ours.
    "django.security.DisallowedHost": {"level": "CRITICAL"},
}
