"""A visitor finds, stars and takes along talks of an imported programme: with scripts, without, by keyboard, offline."""

import re

import pytest
from icalendar import Calendar
from playwright.sync_api import Locator, expect

from conference.models import Talk
from tests.e2e.keyboard import press_enter, tab_to
from tests.e2e.walking import PATIENCE_MS, Walk

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

SATURDAY, SUNDAY = "Testing satellite images the hard way", "Testing lock files with property-based tests"
OTHER = "Profiling lock files in an afternoon"


def filter_by(visitor: Walk, *, track: str, words: str) -> None:
    visitor.click(visitor.page.get_by_text("Search and filter"))
    visitor.page.get_by_label("Track").select_option(track)
    visitor.page.get_by_label("Search", exact=False).first.fill(words)
    visitor.press("Filter")


def star(visitor: Walk, title: str) -> Locator:
    """Return the star that can be pressed; the hidden one belongs to the other view of the day."""
    return visitor.page.get_by_role("button", name=f"Star “{title}”").locator("visible=true")


def talk(visitor: Walk, title: str) -> Locator:
    return visitor.page.get_by_role("main").get_by_role("link", name=title).locator("visible=true")


def test_a_visitor_filters_and_the_address_keeps_it(event, walk):
    visitor, friend = walk("visitor"), walk("friend", width=390)
    visitor.open("/")
    visitor.follow("Schedule")
    filter_by(visitor, track="Core Python", words="satellite")
    expect(visitor.page).to_have_url(re.compile(r"track=Core(\+|%20)Python"))
    expect(visitor.page).to_have_url(re.compile(r"q=satellite"))
    expect(talk(visitor, SATURDAY)).to_have_count(1)
    expect(talk(visitor, OTHER)).to_have_count(0)

    friend.open(visitor.page.url.removeprefix(visitor.origin))
    expect(talk(friend, SATURDAY)).to_have_count(1)
    expect(talk(friend, OTHER)).to_have_count(0)
    friend.follow("Show all")
    expect(talk(friend, OTHER)).to_have_count(1)


def test_a_visitor_stars_talks_shares_them_and_subscribes(event, walk, client):
    visitor, phone = walk("visitor"), walk("phone", width=390)
    visitor.open("/schedule/")
    visitor.click(star(visitor, SATURDAY))
    visitor.follow(re.compile("Sunday"))
    visitor.click(star(visitor, SUNDAY))
    visitor.page.reload()
    expect(star(visitor, SUNDAY)).to_have_attribute("aria-pressed", "true")
    visitor.click(visitor.page.get_by_role("button", name="Only my stars"))
    expect(talk(visitor, SUNDAY)).to_have_count(1)
    assert visitor.page.locator("[data-code]").locator("visible=true").count() == 1
    visitor.picture("only my stars")

    visitor.follow("My stars")
    visitor.click(visitor.page.get_by_role("button", name="Share or subscribe"))
    calendar = visitor.page.get_by_role("link", name="Calendar of your list")
    expect(calendar).to_be_visible(timeout=PATIENCE_MS)
    visitor.page.wait_for_function("() => document.querySelector('[data-star-qr]').naturalWidth > 0")
    visitor.picture("shared")
    entries = Calendar.from_ical(client.get(path_of(visitor, calendar)).content).walk("VEVENT")
    assert {str(entry["summary"]) for entry in entries} == {SATURDAY, SUNDAY}
    codes = Talk.objects.filter(title__in=[SATURDAY, SUNDAY]).values_list("code", flat=True)
    assert all(any(code in entry["url"] for code in codes) for entry in entries)

    phone.open(path_of(visitor, visitor.page.get_by_role("link", name="Link to your list")))
    phone.click(phone.page.get_by_role("button", name="Add to my stars"))
    phone.open("/schedule/stars/")
    for title in (SATURDAY, SUNDAY):
        expect(talk(phone, title)).to_have_count(1)
    expect(talk(phone, OTHER)).to_have_count(0)


def path_of(visitor: Walk, link: Locator) -> str:
    """Return the path of a link whatever host it names."""
    return re.sub(r"^(https?|webcal)://[^/]+", "", link.get_attribute("href"))


def test_a_visitor_reads_the_schedule_without_a_network(event, walk):
    visitor = walk("visitor", width=390)
    visitor.open("/schedule/")
    visitor.page.wait_for_function("() => navigator.serviceWorker.controller !== null")
    visitor.click(star(visitor, SATURDAY))
    visitor.page.reload()
    visitor.page.wait_for_load_state("networkidle")
    visitor.sees_not(re.compile("No connection"))

    visitor.lose_network()
    visitor.page.reload()
    expect(talk(visitor, SATURDAY)).to_have_count(1)
    expect(star(visitor, SATURDAY)).to_have_attribute("aria-pressed", "true")
    visitor.sees(re.compile("No connection"))
    visitor.sees(re.compile("[Ll]ast updated"))
    visitor.picture("offline")

    visitor.lose_network(lost=False)
    visitor.page.reload()
    visitor.sees_not(re.compile("No connection"))


@pytest.mark.parametrize("width", [390, 1280])
def test_a_visitor_without_javascript_reads_filters_and_opens_talks(event, walk, width):
    visitor = walk("visitor", width=width, java_script_enabled=False)
    visitor.open("/schedule/")
    expect(talk(visitor, SATURDAY)).to_have_count(1)
    visitor.follow(re.compile("Sunday"))
    expect(talk(visitor, SUNDAY)).to_have_count(1)
    filter_by(visitor, track="Core Python", words="satellite")
    expect(talk(visitor, OTHER)).to_have_count(0)
    visitor.arrive(talk(visitor, SATURDAY))
    visitor.heading(SATURDAY)
    visitor.follow("Nóra Ivanović", within=visitor.page.get_by_role("main"))
    visitor.heading("Nóra Ivanović")
    expect(visitor.page.locator("[data-star]").locator("visible=true")).to_have_count(0)


def test_a_visitor_reaches_everything_by_tab_and_enter(event, walk):
    visitor = walk("visitor")
    visitor.open("/")
    skip = visitor.page.get_by_role("link", name="Skip to content")
    tab_to(visitor, skip)
    tab_to(visitor, visitor.page.get_by_role("banner").get_by_role("link", name="Schedule").locator("visible=true"))
    press_enter(visitor)

    tab_to(visitor, skip)
    visitor.page.keyboard.press("Enter")
    assert visitor.page.evaluate("document.activeElement.id") == "main"
    tab_to(visitor, visitor.page.get_by_role("navigation", name="Days").get_by_role("link", name=re.compile("Sunday")))
    press_enter(visitor)
    expect(visitor.page.get_by_role("heading", name="Sunday, 13 June 2027")).to_be_visible()

    tab_to(visitor, visitor.page.locator("summary").filter(has_text="Search and filter"))
    visitor.page.keyboard.press("Enter")
    tab_to(visitor, visitor.page.get_by_label("Search", exact=False).first)
    visitor.page.keyboard.type("satellite images the hard")
    press_enter(visitor)

    tab_to(visitor, star(visitor, SATURDAY))
    visitor.page.keyboard.press("Enter")
    expect(star(visitor, SATURDAY)).to_have_attribute("aria-pressed", "true")
    tab_to(visitor, talk(visitor, SATURDAY), key="Shift+Tab")
    press_enter(visitor)
    visitor.heading(SATURDAY)
    tab_to(visitor, star(visitor, SATURDAY))
    visitor.page.keyboard.press("Enter")
    expect(star(visitor, SATURDAY)).to_have_attribute("aria-pressed", "false")
