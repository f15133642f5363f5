"""Makes the drafts a new site begins with: nothing of them is public before an editor publishes it."""

from django.utils import translation
from django.utils.html import format_html
from django.utils.translation import gettext as _
from wagtail.models import Page

from cms.models import ContentPage, HomePage, NewsIndexPage, SchedulePage, TicketStorefrontPage
from cms.starter.texts import CONDUCT, DRAFTS, QUESTIONS, TICKETS, VENUE, Draft


def draft_pages(home: HomePage) -> dict[str, Page]:
    """Make the drafts below the front page, in the conference's language; return them by slug."""
    with translation.override(home.conference.language):
        schedule = _add(home, SchedulePage(title=_("Schedule"), slug="schedule", show_in_menus=True))
        tickets = _add(home, _ticket_page())
        news = _add(home, NewsIndexPage(title=_("News"), slug="news", show_in_menus=True))
        pages = {draft.slug: _add(home, _page(draft)) for draft in DRAFTS}
    return {"schedule": schedule, TICKETS.slug: tickets, "news": news, **pages}


def draft_front_page(home: HomePage, pages: dict[str, Page]) -> None:
    """Give the front page a hero, a first text and what fills itself, as a draft."""
    with translation.override(home.conference.language):
        buy = {"label": _("Get a ticket"), "page": pages[TICKETS.slug].pk, "address": ""}
        see = {"label": _("See the programme"), "page": pages["schedule"].pk, "address": ""}
        home.body = home.body.stream_block.to_python(
            [
                _block("hero", title="", lead=_hint(_("One sentence that says who should come.")), actions=[buy, see]),
                _block(
                    "text",
                    heading=_("What awaits you"),
                    body=_hint(_("Three or four sentences: subject, people, place.")),
                ),
                _block("key_speakers", heading=_("Speakers"), speakers=[]),
                _block("schedule_preview", heading=_("From the programme"), talks=[], count=6),
                _block("key_dates", heading=_("Key dates"), only_upcoming=True),
            ]
        )
        home.has_unpublished_changes = True
        home.save()
        home.save_revision()


def _ticket_page() -> TicketStorefrontPage:
    """Return the shop with its texts; what it sells comes from the catalogue."""
    page = TicketStorefrontPage(
        title=str(TICKETS.title),
        slug=TICKETS.slug,
        introduction=str(TICKETS.introduction),
        show_in_menus=TICKETS.in_menu,
    )
    page.body_below = page.body_below.stream_block.to_python(_texts(TICKETS))
    return page


def _page(draft: Draft) -> ContentPage:
    blocks = _texts(draft)
    if draft is VENUE:
        blocks.insert(0, _block("venue", heading=_("Getting there"), directions=_hint(_("Train, tram, bicycle, car."))))
    if draft is QUESTIONS:
        blocks.append(_block("faq", heading="", topic=""))
    if draft is CONDUCT:
        blocks.append(_block("text", heading=_("Contact"), body="<p>{{ conduct_contact }}</p>"))
    page = ContentPage(
        title=str(draft.title),
        slug=draft.slug,
        introduction=str(draft.introduction),
        show_in_menus=draft.in_menu,
        in_footer=draft.in_footer,
    )
    page.body = page.body.stream_block.to_python(blocks)
    return page


def _texts(draft: Draft) -> list[dict]:
    return [_block("text", heading=str(part.heading), body=_hint(part.hint)) for part in draft.parts]


def _add(home: HomePage, page: Page) -> Page:
    page.live = False
    page.has_unpublished_changes = True
    home.add_child(instance=page)
    page.save_revision()
    return page


def _block(kind: str, **value: object) -> dict:
    return {"type": kind, "value": value}


def _hint(text: object) -> str:
    return format_html("<p>[{}]</p>", text)
