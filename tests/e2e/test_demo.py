"""The whole demo, as a visitor's browser meets it: every link works, nothing comes from elsewhere, anybody can use it."""

import re

import pytest

from tests.e2e.demo_site import HOST

pytestmark = [pytest.mark.e2e, pytest.mark.xdist_group("demo")]

# Pages of one kind look alike but for their texts: one of each is enough for the slow checks.
KINDS = (
    (re.compile(r"^/schedule/talk/[^/]+/$"), "talk"),
    (re.compile(r"^/schedule/speaker/[^/]+/$"), "speaker"),
    (re.compile(r"^/schedule/day/[^/]+/$"), "day"),
    (re.compile(r"^/news/[^/]+/$"), "news"),
    (re.compile(r"^([^?]+)\?"), None),
)
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def kind_of(address: str) -> str:
    """Return what the pages that look alike have in common: for a page with a query, its address."""
    for pattern, kind in KINDS:
        if found := pattern.match(address):
            return kind or f"{kind_of(found[1])}?"
    return address


@pytest.fixture(scope="session")
def one_of_each(demo_crawl) -> list[str]:
    """Return the address of one page of each kind."""
    kinds: dict[str, str] = {}
    for address in demo_crawl.pages:
        kinds.setdefault(kind_of(address), address)
    return list(kinds.values())


@pytest.fixture
def look(browser, demo_site):
    """Return `look(path, width=, scheme=)`: the page, and a list that fills with what a visitor should never meet."""
    contexts = []

    def make(path: str, *, width: int = 1280, scheme: str = "light"):
        context = browser.new_context(
            viewport={"width": width, "height": 900}, color_scheme=scheme, reduced_motion="reduce"
        )
        contexts.append(context)
        page, troubles = context.new_page(), []
        page.on("console", lambda message: troubles.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on("request", lambda request: foreign(request.url, troubles))
        page.on("response", lambda answer: troubles.append(answer.url) if answer.status >= 400 else None)
        page.goto(demo_site.address + path)
        return page, troubles

    def foreign(url: str, troubles: list[str]) -> None:
        if not url.startswith((demo_site.address, "data:", "blob:")):
            troubles.append(url)

    yield make
    for context in contexts:
        context.close()


def test_every_link_works_and_nothing_is_loaded_from_elsewhere(demo_crawl):
    assert demo_crawl.broken == []
    assert demo_crawl.foreign == []
    assert len(demo_crawl.pages) > 150
    assert {"talk", "speaker", "news"} <= {kind_of(address) for address in demo_crawl.pages}


def test_public_pages_set_no_cookie(demo_site, one_of_each):
    with_cookie = [path for path in one_of_each if "set-cookie" in demo_site.get(path)[1]]
    assert [path for path in with_cookie if not path.startswith("/account/")] == []


def test_no_public_page_carries_a_style_attribute_or_inline_script(demo_crawl):
    inline = re.compile(r"<[^>]+\sstyle=|<style|<script(?![^>]*\ssrc=)(?![^>]*application/(?:ld\+)?json)")
    assert [path for path, markup in demo_crawl.pages.items() if inline.search(markup)] == []


def test_absolute_addresses_begin_with_the_name_visitors_use(demo_site):
    for path in ("/sitemap.xml", "/schedule/schedule.json", "/schedule/schedule.xml", "/schedule/schedule.ics"):
        status, _headers, body = demo_site.get(path)
        assert status == 200, path
        text = body.decode()
        assert f"https://{HOST}/" in text, path
        assert "127.0.0.1" not in text, path
        assert f"http://{HOST}" not in text, path


@pytest.mark.parametrize(
    ("width", "scheme"),
    [
        (390, "light"),
        (1280, "dark"),
        # Each width and each scheme was seen above; their other pairs take minutes and belong to `make test-load`.
        pytest.param(390, "dark", marks=pytest.mark.load),
        pytest.param(1280, "light", marks=pytest.mark.load),
    ],
)
def test_a_page_of_each_kind_is_accessible_fits_and_says_nothing_to_the_console(look, axe, one_of_each, width, scheme):
    findings = {}
    for path in one_of_each:
        page, troubles = look(path, width=width, scheme=scheme)
        overflow = page.evaluate(OVERFLOW)
        found = [*axe(page), *troubles, *([f"{overflow} px too wide"] if overflow else [])]
        if found:
            findings[path] = found
        page.context.close()
    assert findings == {}


def test_the_console_and_foreign_requests_are_listened_to(look):
    """Control: the check above can fail."""
    page, troubles = look("/")
    page.evaluate("console.error('something is wrong')")
    page.evaluate("fetch('https://elsewhere.example/').catch(() => 0)")
    page.wait_for_timeout(200)
    assert "something is wrong" in troubles
    assert any("https://elsewhere.example/" in trouble for trouble in troubles)  # the policy stops it, and says so


@pytest.mark.load
def test_no_page_at_all_says_anything_to_the_console(look, demo_crawl):
    findings = {}
    for path in demo_crawl.pages:
        page, troubles = look(path)
        if troubles:
            findings[path] = list(troubles)
        page.context.close()
    assert findings == {}
