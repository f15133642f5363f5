"""Picture the demo's pages: phone and desktop, light and dark, into var/screenshots/ (`make screenshots`)."""

import os
import shutil
import sys
from pathlib import Path

from demo_server import ROOT, demo_server
from playwright.sync_api import Browser, sync_playwright

FOLDER = ROOT / "var" / "screenshots"
PAGES = {
    "home": "/",
    "schedule": "/schedule/",
    "talks": "/schedule/talk/",
    "speakers": "/schedule/speaker/",
    "news": "/news/",
    "venue": "/venue/",
    "tickets": "/tickets/",
    "team": "/about/team/",
    "sponsors": "/about/sponsors/",
    "sign-in": "/account/login/",
}
WIDTHS = {"phone": 390, "desktop": 1280}
SCHEMES = ("light", "dark")


def main() -> None:
    """Take all pictures."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    browser_path = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    with demo_server() as base, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path, args=sandbox)
        for name, path in PAGES.items():
            for device, width in WIDTHS.items():
                for scheme in SCHEMES:
                    picture(browser, base + path, FOLDER / f"{name}-{device}-{scheme}.png", width, scheme)
        browser.close()


def picture(browser: Browser, url: str, file: Path, width: int, scheme: str) -> None:
    """Write one picture of the whole page; pictures further down are loaded first."""
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, reduced_motion="reduce"
    )
    page = context.new_page()
    answer = page.goto(url)
    if answer is None or not answer.ok:
        sys.exit(f"{url} answered {answer.status if answer else 'nothing'}.")
    page.evaluate("document.querySelectorAll('img[loading=lazy]').forEach(image => image.loading = 'eager')")
    page.wait_for_load_state("networkidle")
    page.screenshot(path=file, full_page=True)
    context.close()
    print(file.relative_to(ROOT))


if __name__ == "__main__":
    main()
