"""What visitors do with the schedule in a browser: stars, own time, the present, sharing, and no network."""

import datetime as dt
import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect
from wagtail.models import Site

from cms.models import SchedulePage
from conference.models import Conference, StarList
from tests.factories.conference import BreakFactory, RoomFactory, ScheduleSlotFactory, TalkFactory

# whether the worker keeps a copy of an address
KEPT = """async (path) => {
  const stores = await Promise.all((await caches.keys()).map((name) => caches.open(name)));
  return (await Promise.all(stores.map((store) => store.match(path)))).some(Boolean);
}"""
pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def slots(conference, home):
    """Three talks on the first of two days and one on the second; the event begins today, the first talk is on now."""
    now = timezone.now().replace(second=0, microsecond=0)
    today = now.astimezone(conference.tz).date() if now.astimezone(conference.tz).hour >= 4 else None
    start = today or (now.astimezone(conference.tz).date() - dt.timedelta(days=1))
    Conference.objects.update(start_date=start, end_date=start + dt.timedelta(days=1))
    home.add_child(instance=SchedulePage(title="Schedule", slug="schedule", show_in_menus=True))
    Site.clear_site_root_paths_cache()
    hall, loft = (RoomFactory(conference=conference, name=name, position=n) for n, name in enumerate(("Hall", "Loft")))
    made = []
    for title, room, offset in (("Bees", hall, -10), ("Wasps", loft, -10), ("Hornets", hall, 30), ("Ants", hall, 1440)):
        talk = TalkFactory(conference=conference, title=title, track="Insects" if title != "Wasps" else "Pests")
        begin = now + dt.timedelta(minutes=offset)
        made.append(
            ScheduleSlotFactory(
                conference=conference, talk=talk, room=room, start=begin, end=begin + dt.timedelta(minutes=30)
            )
        )
    BreakFactory(conference=conference, title="Tea", room=hall, start=now + dt.timedelta(minutes=20))
    return made


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_schedule_pages_are_accessible_and_fit_the_window(slots, open_page, axe, width, scheme):
    talk = slots[0].talk
    page = open_page("/schedule/", width=width, scheme=scheme)
    addresses = [
        "/schedule/",
        "/schedule/all/?q=bees",
        f"/schedule/talk/{talk.code}/",
        "/schedule/speaker/",
        "/schedule/stars/",
    ]
    for address in (*addresses, f"/schedule/speaker/{talk.speakers.get().code}/", "/schedule/talk/"):
        page.goto(page.url.split("/schedule/")[0] + address)
        assert axe(page) == [], address
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address


def test_phone_gets_the_list_and_a_wide_window_the_grid(slots, open_page):
    wide, phone = open_page("/schedule/"), open_page("/schedule/", width=390)
    expect(wide.locator(".schedule-grid")).to_be_visible()
    expect(wide.locator(".schedule-day .time-group").first).to_be_hidden()
    expect(phone.locator(".schedule-grid")).to_be_hidden()
    expect(phone.locator(".schedule-day .time-group").first).to_be_visible()


def test_visitor_filters_without_scripts(slots, open_page):
    page = open_page("/schedule/", java_script_enabled=False)
    page.get_by_text("Search and filter").click()
    page.get_by_label("Track").select_option("Pests")
    page.get_by_role("button", name="Filter").click()
    expect(page).to_have_url(re.compile(r"/schedule/all/\?.*track=Pests"))
    expect(page.get_by_role("link", name="Wasps")).to_be_visible()
    expect(page.get_by_role("link", name="Bees")).to_have_count(0)
    expect(page.locator("[data-star]").first).to_be_hidden()


def test_stars_are_kept_and_filter_the_day(slots, open_page):
    page = open_page("/schedule/?view=list")
    star = page.locator(".schedule-day").get_by_role("button", name="Star “Bees”")
    expect(star).to_have_attribute("aria-pressed", "false")
    star.click()
    page.reload()
    expect(star).to_have_attribute("aria-pressed", "true")
    page.get_by_role("button", name="Only my stars").click()
    expect(page.locator(".schedule-day").get_by_role("link", name="Bees")).to_be_visible()
    expect(page.locator(".schedule-day").get_by_role("link", name="Hornets")).to_be_hidden()
    page.goto(page.url.split("/schedule/")[0] + "/schedule/stars/")
    expect(page.get_by_role("link", name="Bees")).to_be_visible()
    expect(page.get_by_role("link", name="Ants")).to_be_hidden()


def test_stars_are_shared_and_taken_over_by_another_browser(slots, open_page):
    page = open_page("/schedule/?view=list")
    page.locator(".schedule-day").get_by_role("button", name="Star “Bees”").click()
    origin = page.url.split("/schedule/")[0]
    page.goto(origin + "/schedule/stars/")
    page.get_by_role("button", name="Share or subscribe").click()
    link = page.get_by_role("link", name="Link to your list")
    expect(link).to_be_visible()
    expect(page.locator("[data-star-qr]")).to_be_visible()
    assert StarList.objects.get().codes == [slots[0].talk.code]
    other = open_page(link.get_attribute("href").removeprefix(origin))
    expect(other.get_by_role("link", name="Bees")).to_be_visible()
    other.get_by_role("button", name="Add to my stars").click()
    other.goto(origin + "/schedule/stars/")
    expect(other.get_by_role("link", name="Bees")).to_be_visible()
    # a change is sent on by itself
    page.goto(origin + "/schedule/all/")
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.get_by_role("button", name="Star “Ants”").click()
    assert len(StarList.objects.get().codes) == 2


def test_own_time_stands_beside_the_events_when_asked_for_and_is_remembered(slots, open_page):
    page = open_page("/schedule/?view=list", timezone_id="America/New_York")
    button = page.get_by_role("button", name="Show my time too")
    expect(button).to_contain_text("America/New York")
    expect(page.locator(".own-time")).to_have_count(0)
    button.click()
    expect(page.locator(".own-time").first).to_be_visible()
    page.reload()
    expect(page.locator(".own-time").first).to_be_visible()
    page.goto(page.url.replace("view=list", "view=grid"))
    expect(page.locator(".schedule-grid__time .own-time").first).to_be_visible()
    expect(page.locator(".schedule-grid > .own-time")).to_have_count(0)
    same = open_page("/schedule/?view=list", timezone_id="Europe/Berlin")
    expect(same.locator("[data-own-time]").first).to_be_hidden()


def test_line_marks_the_present_in_the_grid(slots, open_page):
    page = open_page("/schedule/")
    expect(page.locator(".schedule-grid__now")).to_have_count(1)
    expect(page.get_by_role("heading", name="Now", exact=True)).to_be_visible()
    expect(page.locator(".now-next").get_by_role("link", name="Bees")).to_be_visible()
    page.get_by_role("link", name="Jump to now").click()
    expect(page.locator(".schedule-grid__now")).to_be_in_viewport()


def test_schedule_is_readable_without_a_network(slots, open_page):
    page = open_page("/schedule/?view=list")
    page.evaluate("navigator.serviceWorker.ready")
    page.wait_for_function("() => navigator.serviceWorker.controller !== null")
    page.reload()
    page.wait_for_load_state("networkidle")
    expect(page.locator("[data-saved-copy]")).to_be_hidden()
    page.context.set_offline(True)
    page.reload()
    expect(page.locator(".schedule-day").get_by_role("link", name="Bees")).to_be_visible()
    expect(page.locator("[data-saved-copy]")).to_contain_text("No connection")
    page.context.set_offline(False)
    page.reload()
    expect(page.locator("[data-saved-copy]")).to_be_hidden()


def test_what_is_gone_is_not_kept(slots, browser, live_server):
    talk = slots[0].talk
    address = f"/schedule/talk/{talk.code}/"
    context = browser.new_context()  # not `open_page`: “not found” is what this test is about
    page = context.new_page()
    page.goto(f"{live_server.url}/schedule/?view=list")
    page.wait_for_function("() => navigator.serviceWorker.controller !== null")
    page.evaluate("(path) => fetch(path)", address)
    for _attempt in range(50):
        if page.evaluate(KEPT, address):
            break
        page.wait_for_timeout(100)
    assert page.evaluate(KEPT, address) is True
    talk.is_public = False
    talk.save()
    assert page.evaluate("async (path) => (await fetch(path)).status", address) == 404
    assert page.evaluate(KEPT, address) is False
    context.close()
