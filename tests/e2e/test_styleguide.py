"""The style guide in a real browser: every component is accessible, fits the window, and works by keyboard."""

import pytest

from sandbox.styleguide.looks import LOOKS

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("look", ["default", "yellow", "pale"])
def test_every_component_is_accessible_and_fits(open_page, axe, look, width, scheme):
    page = open_page(f"/styleguide/?look={look}", width=width, scheme=scheme)
    page.evaluate("document.querySelectorAll('main details').forEach(part => part.open = true)")

    assert axe(page) == []
    assert page.evaluate(OVERFLOW) == 0


def test_axe_would_find_grey_text_and_a_nameless_button(open_page, axe):
    """Control: the check above can fail."""
    page = open_page("/styleguide/")
    page.evaluate(
        """() => {
            const words = document.querySelector(".prose p");
            words.style.color = "#bbb";
            document.querySelector("main").append(document.createElement("button"));
        }"""
    )
    assert {line.split(":")[0] for line in axe(page)} == {"color-contrast", "button-name"}


def test_unknown_look_is_not_found(client):
    assert client.get("/styleguide/?look=plaid").status_code == 404
    assert client.get("/styleguide/theme/plaid.css").status_code == 404


@pytest.mark.parametrize("look", LOOKS)
def test_hero_shows_the_looks_own_drawing(open_page, look):
    page = open_page(f"/styleguide/?look={look}")
    picture = page.evaluate("getComputedStyle(document.querySelector('.hero__art')).backgroundImage")
    assert f"/styleguide/theme/{look}-" in picture


def test_first_tab_offers_to_skip_to_the_content(open_page):
    page = open_page("/styleguide/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip-link"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_menu_group_opens_and_closes_by_keyboard_and_gives_the_focus_back(open_page):
    page = open_page("/styleguide/")
    summary = page.locator(".site-nav--wide .nav-group > summary")
    group = page.locator(".site-nav--wide .nav-group")

    summary.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert group.evaluate("node => node.open") is True
    assert page.evaluate("document.activeElement.textContent.trim()") == "Attend"
    page.keyboard.press("Escape")
    assert group.evaluate("node => node.open") is False
    assert summary.evaluate("node => node === document.activeElement") is True


def test_navigation_folds_on_a_phone_and_opens_without_javascript(open_page):
    page = open_page("/styleguide/", width=390, java_script_enabled=False)
    link = page.locator(".site-nav--folded a", has_text="Speakers")

    assert not page.locator(".site-nav--wide").is_visible()
    assert not link.is_visible()
    page.locator(".site-menu > summary").click()
    assert link.is_visible()
