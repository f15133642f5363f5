"""What the schedule's templates need besides the components."""

from django import template
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from cms.schedule.addresses import Addresses
from cms.schedule.cards import TalkCard, talk_card
from cms.schedule.grid import Band, Cell
from common import markdown as safe_markdown

register = template.Library()
OUTSIDE = "nofollow noopener noreferrer"


@register.simple_tag
def star_button(talk: TalkCard) -> SafeString:
    """Return the star of a talk; hidden by the style sheet where scripts do not run."""
    label = _("Star “%(title)s”") % {"title": talk.title}
    return format_html(
        '<button class="star" type="button" data-star="{}" aria-pressed="false" aria-label="{}"></button>',
        talk.code,
        label,
    )


@register.simple_tag(takes_context=True)
def grid_entry(context: dict, entry: Cell | Band) -> SafeString:
    """Return one entry of the grid: a break across all rooms, a talk, an entry without speakers, or several folded."""
    addresses, on = context["addresses"], context["on"]
    if isinstance(entry, Band):
        return _render(
            "components/break_band.html", title=entry.title, start=entry.start, end=entry.end, position=entry.position
        )
    place = {"position": entry.position, "room": entry.room, "start": entry.start, "end": entry.end}
    cards = [talk_card(slot.talk, addresses, slot, on) for slot in entry.slots if slot.talk is not None]
    if len(entry.slots) > 1:
        breaks = [slot.title for slot in entry.slots if slot.talk is None]
        return _render("cms/schedule/parts/folded_cell.html", cards=cards, breaks=breaks, **place)
    if not cards:
        return _render("cms/schedule/parts/plain_cell.html", title=entry.slot.title, **place)
    star = star_button(cards[0])
    return _render("components/grid_cell.html", talk=cards[0], position=entry.position, level=4, star=star)


@register.simple_tag
def schedule_address(addresses: Addresses, name: str, *args: str) -> str:
    """Return one of `Addresses`' addresses that takes arguments."""
    return getattr(addresses, name)(*args)


@register.simple_tag
def safe_link(url: str, title: str) -> SafeString:
    """Return a link to a web address, "" for any other kind of address."""
    if not url.lower().startswith(("https://", "http://")):
        return mark_safe("")
    return format_html('<a href="{}" rel="{}">{}</a>', url, OUTSIDE, title or url)


@register.filter
def markdown(text: str) -> SafeString:
    """Return Markdown from outside as safe HTML."""
    return safe_markdown.to_html(text, heading_level=3)


def _render(name: str, **context: object) -> SafeString:
    return render_to_string(name, context)
