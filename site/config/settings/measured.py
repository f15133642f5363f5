"""The demo as visitors of a real site get it, for measuring and for pictures: production's files, development's data."""

from config.settings.dev import *

DEBUG = False
STORAGES["staticfiles"] = {"BACKEND": "config.static_files.NamedByContent"}
