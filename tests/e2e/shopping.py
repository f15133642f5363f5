"""A person who buys tickets. A walker with `checks` has axe look at every page of the way."""

import re
import time
from pathlib import Path
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from tests.e2e.walking import PATIENCE_MS, Walk

CARD_FRAME = "iframe[title='Secure payment input frame']"
GOOD_CARD = "4242424242424242"
CODE = re.compile(r"^[A-Z0-9]{3,4}-[A-Z0-9]{3,4}$", re.MULTILINE)
ORDER_ADDRESS = re.compile(r"/tickets/orders/([\w-]+)/$")
READY = "() => document.fonts.ready.then(() => new Promise(requestAnimationFrame))"


class Shopper(Walk):
    """Walks through the shop."""

    checks = False

    # --- from the ticket page to the address -----------------------------------------------------------------------

    def choose_numbers(self, **numbers: int) -> None:
        """Say how many of each product, by its name, and put them into the basket."""
        for name, number in numbers.items():
            self.page.get_by_label(re.compile(rf"^How many {name.replace('_', ' ')}$")).fill(str(number))
        self.press("Put into the basket")
        self.heading("Your basket")

    def give_address(self, email: str) -> None:
        """Go on from the basket with an address, and prove it by the code from the mail."""
        self.press("Go on to your details")
        self.heading("Where do the tickets go?")
        self.page.get_by_label("e-mail address").fill(email)
        self.press("E-mail me a code")
        self.enter_code()

    def enter_code(self) -> None:
        """Open the newest kept mail in a second window, read the code, and type it in the first one."""
        self.heading("Enter your code")
        with self.context.expect_page() as opened:
            self.page.get_by_role("link", name="read it here").click(modifiers=["Control"])
        mailbox = opened.value
        mailbox.get_by_role("table").get_by_role("link").first.click()
        code = CODE.search(mailbox.locator("pre").inner_text()).group()
        mailbox.close()
        self.page.get_by_label("Code").fill(code)
        self.press("Continue")

    # --- the details -----------------------------------------------------------------------------------------------

    def ticket(self, number: int) -> Locator:
        """Return the part of the details that is about one ticket, counted from 1."""
        return self.page.get_by_role("group", name=re.compile(rf"^Ticket {number}:"))

    def agree(self) -> None:
        """Agree to all that is asked."""
        for words in ("terms of sale", "code of conduct"):
            box = self.page.get_by_role("checkbox", name=re.compile(words))
            if box.count():
                box.check()

    def order(self, name: str) -> None:
        """Write one's name, agree, and order."""
        self.page.get_by_label("Your name").fill(name)
        self.agree()
        self.press(re.compile("^(Order for|Get the tickets)"))

    # --- paying ----------------------------------------------------------------------------------------------------

    def type_card(self, number: str = GOOD_CARD) -> None:
        """Type a card into Stripe's frame."""
        frame = self.page.frame_locator(CARD_FRAME)
        for label, value in (("Card number", number), ("Expiration date", "12 / 34"), ("Security code", "123")):
            frame.get_by_label(label).fill("")
            frame.get_by_label(label).press_sequentially(value)

    @property
    def pay_button(self) -> Locator:
        """The button below the card."""
        return self.page.get_by_role("button", name=re.compile("^Pay "))

    def pay(self, number: str = GOOD_CARD) -> None:
        """Pay by card, as far as the press of the button."""
        self.type_card(number)
        self.click(self.pay_button)

    def is_paid(self) -> str:
        """Wait for the order's own page saying that it is paid; return the order's reference."""
        self.page.wait_for_url(ORDER_ADDRESS, timeout=PATIENCE_MS)
        expect(self.page.get_by_text("Paid", exact=True).first).to_be_visible(timeout=PATIENCE_MS)
        self.picture("order")
        return self.reference

    @property
    def reference(self) -> str:
        """The reference of the order whose page is shown."""
        return ORDER_ADDRESS.search(urlsplit(self.page.url).path).group(1)

    def another_tab(self) -> "Shopper":
        """Open the page that is shown in a second tab of the same browser."""
        tab = Shopper(self.context, self.origin, f"{self.name}/second tab")
        tab.friends, tab.troubles = self.friends, self.troubles
        tab.open(urlsplit(self.page.url).path)
        return tab

    # --- mails and papers ------------------------------------------------------------------------------------------

    def open_mail(self, subject: str | re.Pattern, *, to: str) -> None:
        """Read the newest kept mail of that subject to that address; an order is paid a moment before its mails go out."""
        self.open("/sandbox/mail/")
        row = self.page.get_by_role("row").filter(has_text=to).filter(has_text=subject).first
        until = time.monotonic() + PATIENCE_MS / 1000
        while not row.count() and time.monotonic() < until:
            self.page.wait_for_timeout(200)
            self.page.reload()
        self.arrive(row.get_by_role("link"))

    def download(self, target: Locator) -> bytes:
        """Click on something that is a file and return it."""
        with self.page.expect_download() as started:
            self.click(target)
        return Path(started.value.path()).read_bytes()

    # --- what is kept of it ----------------------------------------------------------------------------------------

    def picture(self, title: str) -> None:
        """Let axe look at the page, and keep a picture of it when pictures are wanted."""
        super().picture(title)
        if self.checks:
            self.look()

    def look(self) -> None:
        """Let axe look at the page as it is now."""
        self.troubles.extend(f"{self.page.url}: {found}" for found in violations(self.page))


def violations(page: Page) -> list[str]:
    """Return what axe finds wrong with a page, a line each."""
    page.wait_for_load_state("load")
    page.evaluate(READY)
    found = Axe().run(page).response["violations"]
    return [f"{rule['id']}: {node['html'][:160]}" for rule in found for node in rule["nodes"]]
