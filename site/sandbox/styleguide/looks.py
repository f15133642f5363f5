"""Looks that the style guide can wear: the default one, and colours that a careless editor might pick."""

import datetime as dt

from conference.models import Brand, Conference

# key: (brand colour, accent colour, face, corners)
LOOKS = {
    "default": ("#0b5d4e", "#e2552b", "bricolage", "small"),
    "yellow": ("#ffd400", "#14213d", "anybody", "none"),
    "pale": ("#f3e9dc", "#d8c7ff", "newsreader", "large"),
    "night": ("#101426", "#7fffd4", "bricolage", "large"),
    "blue": ("#1f4bff", "#ffb000", "anybody", "small"),
}


def look(key: str) -> Brand:
    """An unsaved brand of an unsaved conference, which is called like the key."""
    brand_colour, accent_colour, display_font, corner_radius = LOOKS[key]
    conference = Conference(
        name="Tidewater 2027",
        slug=key,
        start_date=dt.date(2027, 5, 13),
        end_date=dt.date(2027, 5, 15),
        timezone="Europe/London",
        venue="Harbour Hall, Bristol",
    )
    return Brand(
        conference=conference,
        brand_colour=brand_colour,
        accent_colour=accent_colour,
        display_font=display_font,
        corner_radius=corner_radius,
        footer_text="Three days on software that has to last. Run by volunteers of the Tidewater Society, Bristol.",
    )
