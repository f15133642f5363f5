"""A real browser for the tests that need one."""

import os
import shutil
from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

from tests.e2e.crawling import Crawl, crawl
from tests.e2e.demo_site import HOST, DemoSite, make_demo
from tests.e2e.shop_fixtures import customer, sales, shopper  # noqa: F401 - fixtures of the walks through the shop
from tests.e2e.walk_fixtures import (  # noqa: F401 - fixtures of the walks
    event,
    pretalx,
    staff,
    staff_at,
    stand_in,
    tell,
    walk,
    worker,
)

# Playwright keeps an event loop in the test's thread; Django would refuse the database there, although nothing awaits it.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
QUIET = [
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium: the system's, else Playwright's own."""
    system = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=system, args=QUIET + sandbox)
        yield browser
        browser.close()


@pytest.fixture
def open_page(browser, live_server) -> Iterator[Callable[..., Page]]:
    """Return `open_page(path, width=, scheme=)`; at the end no page may have met an error or asked another host."""
    contexts, troubles = [], []

    def make(path: str, *, width: int = 1280, scheme: str = "light", **options) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 900}, color_scheme=scheme, reduced_motion="reduce", **options
        )
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: troubles.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on(
            "request",
            lambda request: (
                None if request.url.startswith((live_server.url, "data:")) else troubles.append(request.url)
            ),
        )
        page.on("response", lambda answer: troubles.append(answer.url) if answer.status >= 400 else None)
        page.goto(live_server.url + path)
        return page

    yield make
    for context in contexts:
        context.close()
    assert troubles == []


@pytest.fixture
def axe() -> Callable[[Page], list[str]]:
    """Return `axe(page)`: the violations found, a line each."""

    def run(page: Page) -> list[str]:
        # A click returns when the next page has begun: before its style sheets have come, colours mean nothing.
        page.wait_for_load_state("load")
        page.evaluate("() => document.fonts.ready.then(() => new Promise(requestAnimationFrame))")
        found = Axe().run(page).response["violations"]
        return [f"{rule['id']}: {node['html'][:120]}" for rule in found for node in rule["nodes"]]

    return run


@pytest.fixture(scope="session")
def demo_site(tmp_path_factory) -> Iterator[DemoSite]:
    """Return the demo on production settings behind a proxy. Tests that use it share one xdist group: it is costly."""
    folder = tmp_path_factory.mktemp("demo")
    site = make_demo(folder / "site", static=folder / "static")
    yield site
    site.stop()


@pytest.fixture(scope="session")
def demo_crawl(demo_site) -> Crawl:
    """Return what following every link of the demo found."""
    return crawl(demo_site.get, origin=f"https://{HOST}")
