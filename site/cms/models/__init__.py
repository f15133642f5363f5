"""Page types: one file per type, all public names here."""

from cms.models.conference_page import ConferencePage, RoutableConferencePage
from cms.models.home_page import HomePage
from cms.models.years_page import YearsPage

__all__ = ["ConferencePage", "HomePage", "RoutableConferencePage", "YearsPage"]
