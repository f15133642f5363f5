"""Picture the demo's shop for the documents, into docs/pictures/ (`make docs-pictures`): what buyers and organizers see."""

import os
import re
import shutil
import tomllib
from pathlib import Path

from demo_server import ROOT, demo_server
from PIL import Image
from playwright.sync_api import Locator, Page, sync_playwright

FOLDER = ROOT / "docs" / "pictures"
PASSWORD = tomllib.loads((ROOT / "site/sandbox/demo/accounts.toml").read_text(encoding="utf-8"))["password"]
SIZE = {"width": 1280, "height": 1000}
PEOPLE = "Noor Haddad <noor@example.org>\nJonas Weber, jonas@example.org"
COLOURS = 200


def main() -> None:
    """Take all pictures: a buyer's, then an organizer's of what was bought."""
    browser_path = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    with demo_server() as base, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path, args=sandbox)
        options = {"base_url": base, "viewport": SIZE, "color_scheme": "light", "reduced_motion": "reduce"}
        reference = buy(browser.new_context(**options).new_page())
        show_desks(browser.new_context(**options).new_page(), reference)
        browser.close()


def buy(page: Page) -> str:
    """Order three tickets by bank transfer, one of them the buyer's own; return the order's reference."""
    page.goto("/tickets/")
    keep(page, "tickets-desktop.png")
    page.get_by_label("How many Regular").fill("3")
    page.get_by_label("How many T-shirt").fill("1")
    page.get_by_role("button", name="Put into the basket").click()
    page.get_by_role("link", name="Go on to your details").click()
    page.get_by_role("link", name="Sign in with a password or passkey").click()
    sign_in(page, "attendee@demo.example")
    page.get_by_text("Questions to the holder").first.click()
    page.get_by_text("Paste a list of people").click()
    page.locator("#id_people").fill(PEOPLE)
    keep(page, "checkout-desktop.png", top=page.get_by_role("heading", name="Whose tickets"))
    page.get_by_role("button", name="Fill in the names").click()
    page.get_by_role("radio", name=re.compile("^Bank transfer")).check()
    for box in page.get_by_role("checkbox").all():
        box.check()
    page.get_by_role("button", name=re.compile("^Order for")).click()
    page.get_by_role("heading", name="By bank transfer").wait_for()
    return re.search(r"/orders/([\w-]+)/", page.url).group(1)


def show_desks(page: Page, reference: str) -> None:
    """Picture the list of tickets and the order's page, as an organizer sees them."""
    page.goto("/admin/")
    sign_in(page, "organizer@demo.example")
    page.goto("/admin/registration/ticket-types/")
    page.get_by_role("link", name="Regular").first.wait_for()
    keep(page, "ticket-types-desktop.png", height=640)
    page.goto("/admin/registration/orders/")
    page.get_by_role("link", name=reference).first.click()
    keep(page, "order-desk-desktop.png")


def sign_in(page: Page, email: str) -> None:
    """Sign in with the password of the demo's accounts."""
    page.get_by_text("Sign in with a password", exact=True).click()
    page.locator("input[name=login]").fill(email)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("input[name=password]").press("Enter")
    page.wait_for_url(lambda url: "/account/login" not in url)


def keep(page: Page, name: str, *, top: Locator | None = None, height: int = 1000) -> None:
    """Write a picture of the window, from the top of the page or of a part of it, in few colours."""
    page.wait_for_load_state("networkidle")
    page.evaluate("document.activeElement && document.activeElement.blur()")
    start = max(top.bounding_box()["y"] + page.evaluate("scrollY") - 40, 0) if top is not None else 0
    file = FOLDER / name
    area = {"x": 0, "y": start, "width": SIZE["width"], "height": height}
    page.screenshot(path=file, full_page=True, clip=area)
    with Image.open(file) as picture:
        small = picture.convert("RGB").quantize(COLOURS)
    small.save(file, optimize=True)
    print(Path(file).relative_to(ROOT))


if __name__ == "__main__":
    main()
