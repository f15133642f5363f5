"""Page types: one file per type, all public names here."""

from cms.models.home_page import HomePage

__all__ = ["HomePage"]
