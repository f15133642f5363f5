"""Blocks of the pages: one file each, its template of the same name in `templates/cms/blocks/`."""

from cms.blocks.call_to_action import CallToActionBlock
from cms.blocks.faq import FAQBlock
from cms.blocks.hero import HeroBlock
from cms.blocks.image import ImageBlock
from cms.blocks.key_dates import KeyDatesBlock
from cms.blocks.key_speakers import KeySpeakersBlock
from cms.blocks.logos import LogosBlock
from cms.blocks.quote import QuoteBlock
from cms.blocks.schedule_preview import SchedulePreviewBlock
from cms.blocks.team import TeamBlock
from cms.blocks.text import TextBlock
from cms.blocks.venue import VenueBlock

PAGE_BLOCKS = [
    ("text", TextBlock()),
    ("call_to_action", CallToActionBlock()),
    ("quote", QuoteBlock()),
    ("hero", HeroBlock()),
    ("image", ImageBlock()),
    ("logos", LogosBlock()),
    ("key_speakers", KeySpeakersBlock()),
    ("schedule_preview", SchedulePreviewBlock()),
    ("team", TeamBlock()),
    ("key_dates", KeyDatesBlock()),
    ("venue", VenueBlock()),
    ("faq", FAQBlock()),
]

__all__ = [
    "PAGE_BLOCKS",
    "CallToActionBlock",
    "FAQBlock",
    "HeroBlock",
    "ImageBlock",
    "KeyDatesBlock",
    "KeySpeakersBlock",
    "LogosBlock",
    "QuoteBlock",
    "SchedulePreviewBlock",
    "TeamBlock",
    "TextBlock",
    "VenueBlock",
]
