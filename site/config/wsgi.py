"""The WSGI entry point."""

import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")
application = get_wsgi_application()
# the views as well, before workers are made: else each imports them while its first visitor waits
get_resolver().url_patterns  # noqa: B018 - reading it imports them
