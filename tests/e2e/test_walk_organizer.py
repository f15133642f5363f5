"""An organizer imports the programme: preview, live progress, history, and the question before much is removed."""

import re

import pytest
from playwright.sync_api import expect

from conference.models import Talk
from sandbox.pretalx.faults import Options
from tests.conference.pretalx.servers import everything
from tests.e2e.walking import PATIENCE_MS, Walk

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

SLOW_MS = 300  # an answer of Pretalx takes so long that progress can be seen


def see_progress(organizer: Walk) -> None:
    """See steps pass by and the page open its result by itself."""
    text = organizer.page.locator("[data-progress-text]")
    expect(text).to_have_text(re.compile(r"Reading \w+"), timeout=PATIENCE_MS)
    organizer.picture("progress")
    first = text.inner_text()
    organizer.page.wait_for_function(
        "first => (document.querySelector('[data-progress-text]') || {}).textContent !== first", arg=first
    )
    organizer.page.wait_for_selector("[data-progress]", state="detached")
    organizer.picture("result")


def test_an_organizer_previews_and_imports_with_live_progress(staff, event, stand_in, worker):
    before = everything(event)
    changed = Talk.objects.get(conference=event, title="Testing satellite images the hard way")
    Talk.objects.filter(pk=changed.pk).update(title="An older title")
    stand_in.state.options = Options.of(latency=SLOW_MS, quiet=True)
    organizer = staff("organizers")

    organizer.open("/admin/")
    organizer.click(organizer.page.get_by_role("button", name="Programme"))
    organizer.follow("Import from Pretalx")
    organizer.press("Preview the changes")
    see_progress(organizer)
    organizer.sees("0 to add, 1 to change, 0 to remove.")
    expect(organizer.page.locator("del")).to_have_text("An older title")
    expect(organizer.page.locator("ins")).to_have_text(changed.title)
    assert Talk.objects.get(pk=changed.pk).title == "An older title"

    organizer.press("Import these changes")
    see_progress(organizer)
    organizer.sees("0 added, 1 changed, 0 removed.")
    after = everything(event)
    assert [row["title"] for row in after["talks"]] == [row["title"] for row in before["talks"]]
    assert len(after["schedule_slots"]) == len(before["schedule_slots"])

    organizer.page.get_by_role("button", name="Toggle breadcrumbs").click()
    organizer.follow("Import from Pretalx", within=organizer.page.get_by_role("navigation", name="Breadcrumb"))
    history = organizer.page.get_by_role("region", name="History").get_by_role("row")
    expect(history.nth(1)).to_contain_text("Import")
    expect(history.nth(1)).to_contain_text("0 added, 1 changed, 0 removed.")
    expect(history.nth(1)).to_contain_text("Robin of organizers")
    expect(history.nth(2)).to_contain_text("Preview")


def test_large_deletions_are_refused_and_may_be_confirmed(staff, event, stand_in, worker):
    stand_in.state.options = Options.of(empty="slots", quiet=True)
    organizer = staff("organizers")
    before = everything(event)
    assert before["schedule_slots"]

    organizer.open("/admin/pretalx/")
    organizer.press("Import now")
    organizer.sees("24 of 24")
    organizer.picture("refused")
    assert everything(event) == before

    organizer.page.get_by_label("These removals are meant.").check()
    organizer.press("Import and remove them")
    organizer.sees(re.compile(r"0 added, \d+ changed, \d+ removed"))
    organizer.picture("removed")
    assert not event.schedule_slots.filter(is_public=True).exists()
