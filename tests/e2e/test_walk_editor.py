"""An editor changes the front page, and switches the schedule off and on; a visitor sees each at the next click."""

import pytest
from playwright.sync_api import expect

from tests.e2e.walking import PATIENCE_MS, Walk

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

OLD, NEW = "One sentence that says who should come", "For everybody who builds software near water."


def test_an_editor_changes_the_hero_previews_and_publishes(staff, walk):
    editor, visitor = staff("editors"), walk("visitor")
    visitor.open("/")
    visitor.sees(OLD)

    editor.open("/admin/")
    editor.click(editor.page.get_by_role("button", name="Pages"))
    editor.follow("Harbour Conf 2027", within=editor.page.get_by_role("dialog", name="Page explorer"))
    actions = editor.page.get_by_role("main").get_by_role("navigation", name="Actions").first
    editor.click(actions.get_by_role("button", name="Actions"))
    editor.follow("Edit")
    editor.write(NEW, instead_of=OLD)
    editor.click(editor.page.get_by_role("button", name="Toggle preview"))
    preview = editor.page.frame_locator("#w-preview-iframe")
    expect(preview.get_by_text(NEW)).to_be_visible(timeout=PATIENCE_MS)
    editor.picture("preview")
    visitor.open("/")
    visitor.sees_not(NEW)

    editor.publish()
    editor.sees("has been published.")
    visitor.open("/")
    visitor.sees(NEW)
    visitor.sees_not(OLD)


def switch(editor: Walk, position: str) -> None:
    """Switch the schedule; ends on the page that asks whether it is meant."""
    editor.open("/admin/")
    editor.click(editor.page.get_by_role("button", name="Content"))
    editor.follow("Features")
    editor.page.locator(f"[name=schedule_enabled][value={position}]").check()
    editor.press("Save")
    editor.heading("Save this?")


def menu(visitor: Walk):
    return visitor.page.get_by_role("banner").get_by_role("link", name="Schedule")


def test_an_editor_switches_the_schedule_off_and_on(staff, walk, client):
    editor, visitor = staff("editors"), walk("visitor")
    visitor.open("/schedule/")
    visitor.sees("Testing satellite images the hard way")
    assert b"/schedule/" in client.get("/sitemap.xml").content

    switch(editor, "off")
    editor.heading("This disappears")
    editor.sees("Page “Schedule”")
    editor.sees("Menu item “Schedule”")
    editor.sees("/schedule/schedule.ics")
    visitor.open("/schedule/")
    editor.press("Switch")
    editor.sees("The switches are in effect.")

    for address in ("/schedule/", "/schedule/talk/", "/schedule/schedule.json", "/schedule/schedule.ics"):
        visitor.open(address, status=404)
    visitor.open("/")
    expect(menu(visitor)).to_have_count(0)
    visitor.sees_not("See the programme")
    assert b"/schedule/" not in client.get("/sitemap.xml").content

    switch(editor, "on")
    editor.heading("This appears")
    editor.press("Switch")
    editor.sees("The switches are in effect.")
    visitor.open("/")
    visitor.arrive(menu(visitor))
    visitor.sees("Testing satellite images the hard way")
    assert b"/schedule/" in client.get("/sitemap.xml").content
    assert client.get("/schedule/schedule.json").status_code == 200
