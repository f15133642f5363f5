"""Walking by keyboard alone."""

from playwright.sync_api import Locator, expect

from tests.e2e.walking import Walk

MOST_TABS = 120


def tab_to(walker: Walk, target: Locator, *, key: str = "Tab") -> None:
    """Press the key until the focus is there, and see that the focus can be seen."""
    for _press in range(MOST_TABS):
        walker.page.keyboard.press(key)
        if target.evaluate("node => node === document.activeElement"):
            break
    expect(target).to_be_focused()
    assert target.evaluate("node => getComputedStyle(node).outlineStyle") != "none"


def press_enter(walker: Walk) -> None:
    """Press Enter and wait for the page it leads to."""
    with walker.page.expect_navigation():
        walker.page.keyboard.press("Enter")
