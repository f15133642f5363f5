"""A person who walks through the site in a real browser, counting pages, clicks and seconds.

With `WALK_PICTURES=folder` every step is pictured there.
"""

import os
import re
import time
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Locator, Page, Request, Response, expect

# One machine may run many tests at once.
PATIENCE_MS = 20_000
PICTURES = os.environ.get("WALK_PICTURES", "")
HEIGHT = (
    "Math.max(...[...document.querySelectorAll('html, body, main, .content-wrapper')].map(part => part.scrollHeight))"
)
HANDED_OVER = "words => [...document.querySelectorAll('input, textarea')].some(field => field.value.includes(words))"
LOCAL = ("data:", "blob:", "about:")
# Wagtail's saving of drafts by itself, when "Publish" came first: the draft is older than the page by then.
OVERTAKEN = re.compile(r"/admin/pages/\d+/edit/$")
# The browser's own words for an answer that `Walk.troubles` names already, with its address.
FAILED_ANSWER = re.compile(r"Failed to load resource: the server responded with a status of")


class Walk:
    """One person with one window. `name` is the folder of the pictures."""

    def __init__(self, context: BrowserContext, origin: str, name: str) -> None:
        self.page: Page = context.new_page()
        self.page.set_default_timeout(PATIENCE_MS)
        self.context = context
        self.origin = origin
        self.name = name
        self.pages = 0
        self.clicks = 0
        self.is_offline = False
        # further origins that pages may ask, such as the stand-in for Stripe
        self.friends: tuple[str, ...] = ()
        self.troubles: list[str] = []
        self._expected: set[str] = set()
        self._began = time.monotonic()
        self._pictures = 0
        self._watch()

    # --- what a person does -------------------------------------------------------------------------------------

    def open(self, path: str, *, status: int = 200) -> None:
        """Type an address and see the answer with that status."""
        if status >= 400:
            self._expected.add(path)
        answer = self.page.goto(self.origin + path)
        assert answer.status == status, f"{path} answered {answer.status}"
        self._expected.discard(path)
        self.picture(path)

    def follow(self, name: str | re.Pattern, *, within: Locator | None = None, exact: bool = True) -> None:
        """Click a link and wait for the page it leads to."""
        self.arrive(self._in(within).get_by_role("link", name=name, exact=exact).first)

    def press(self, name: str | re.Pattern, *, within: Locator | None = None, exact: bool = True) -> None:
        """Press a button and wait for the page it leads to."""
        self.arrive(self._in(within).get_by_role("button", name=name, exact=exact).first)

    def arrive(self, target: Locator) -> None:
        """Click something and wait for the page it leads to."""
        with self.page.expect_navigation():
            self.click(target)
        self.page.wait_for_load_state()
        self.picture(urlsplit(self.page.url).path)

    def click(self, target: Locator) -> None:
        """Click something that leads to no other page."""
        target.click()
        self.clicks += 1

    def fill(self, label: str, value: str, *, within: Locator | None = None) -> None:
        """Type into a field; its label is matched whole, without the mark of required fields."""
        self._in(within).get_by_label(re.compile(rf"^\s*{re.escape(label)}\s*\*?\s*$")).fill(value)

    def write(self, words: str, *, instead_of: str) -> None:
        """Replace the text of a rich text field."""
        field = self.page.locator("[contenteditable=true]").filter(has_text=instead_of)
        self.click(field)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(words)
        # The editor hands over to the form a quarter of a second later; no person is as quick as this walker.
        self.page.wait_for_function(HANDED_OVER, arg=words)

    def publish(self) -> None:
        """Publish what Wagtail's editor shows."""
        footer = self.page.get_by_role("navigation", name="Actions (footer)")
        self.click(footer.get_by_role("button", name="More actions"))
        self.press("Publish", within=self.page)

    def lose_network(self, *, lost: bool = True) -> None:
        """Go where there is no network; with `lost=False` come back."""
        self.is_offline = lost
        self.context.set_offline(lost)

    def choose(self, label: str, option: str) -> None:
        """Choose from a list by the option's words."""
        self.page.get_by_label(re.compile(rf"^\s*{re.escape(label)}\s*\*?\s*$")).select_option(label=option)

    # --- what a person sees -------------------------------------------------------------------------------------

    def sees(self, words: str | re.Pattern, *, within: Locator | None = None) -> None:
        """Wait until these words are to be read."""
        expect(self._in(within).get_by_text(words).first).to_be_visible(timeout=PATIENCE_MS)

    def sees_not(self, words: str | re.Pattern, *, within: Locator | None = None) -> None:
        """Wait until these words are not to be read (any more)."""
        expect(self._in(within).get_by_text(words).filter(visible=True)).to_have_count(0, timeout=PATIENCE_MS)

    def heading(self, words: str | re.Pattern) -> None:
        """Wait for a heading."""
        expect(self.page.get_by_role("heading", name=words).first).to_be_visible(timeout=PATIENCE_MS)

    # --- what is kept of it -------------------------------------------------------------------------------------

    @property
    def minutes(self) -> float:
        """How long the walk has taken."""
        return (time.monotonic() - self._began) / 60

    def picture(self, title: str) -> None:
        """Keep a picture of the whole page, when pictures are wanted."""
        if not PICTURES:
            return
        self._pictures += 1
        folder = Path(PICTURES) / self.name
        folder.mkdir(parents=True, exist_ok=True)
        words = re.sub(r"\W+", "-", title).strip("-") or "home"
        size = self.page.viewport_size
        # Wagtail scrolls inside a frame of its own: only a window as high as the page shows all of it.
        self.page.set_viewport_size(size | {"height": max(size["height"], self.page.evaluate(HEIGHT))})
        self.page.screenshot(path=folder / f"{self._pictures:02d}-{words[:60]}.png", full_page=True)
        self.page.set_viewport_size(size)

    def _in(self, within: Locator | None) -> Locator | Page:
        return self.page if within is None else within

    def _watch(self) -> None:
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.troubles.append(f"{self.page.url}: {error}"))
        self.page.on("request", self._asked)
        self.page.on("response", self._answered)
        self.page.on("framenavigated", self._arrived)

    def _heard(self, message: ConsoleMessage) -> None:
        without_network = self.is_offline and "net::ERR_" in message.text
        if message.type == "error" and not without_network and not FAILED_ANSWER.match(message.text):
            self.troubles.append(f"{self.page.url}: {message.text} ({message.location['url']})")

    def _asked(self, request: Request) -> None:
        if not request.url.startswith((self.origin, *self.friends, *LOCAL)):
            self.troubles.append(f"{self.page.url} asked another host: {request.url}")

    def _answered(self, answer: Response) -> None:
        path = urlsplit(answer.url).path
        if answer.status == 400 and OVERTAKEN.match(path):
            return
        # Stripe's library gets these for a declined card and for one that pays twice, and tells the page.
        if answer.status in (400, 402) and self.friends and answer.url.startswith(self.friends):
            return
        if answer.status >= 400 and path not in self._expected:
            self.troubles.append(f"{answer.status} {answer.url}")

    def _arrived(self, frame: object) -> None:
        if frame == self.page.main_frame and frame.url.startswith(self.origin):
            self.pages += 1
