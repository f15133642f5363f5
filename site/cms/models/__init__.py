"""Page types: one file per type, all public names here."""

from cms.models.conference_page import ConferencePage, RoutableConferencePage
from cms.models.content_page import ContentPage
from cms.models.home_page import HomePage
from cms.models.news_index_page import NewsIndexPage
from cms.models.news_page import NewsPage
from cms.models.schedule_page import SchedulePage
from cms.models.ticket_storefront_page import TicketStorefrontPage
from cms.models.years_page import YearsPage

__all__ = [
    "ConferencePage",
    "ContentPage",
    "HomePage",
    "NewsIndexPage",
    "NewsPage",
    "RoutableConferencePage",
    "SchedulePage",
    "TicketStorefrontPage",
    "YearsPage",
]
