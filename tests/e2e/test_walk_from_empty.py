"""From an empty database to a published conference, in a browser alone: no shell after the first superuser."""

import io
import re

import pytest
from django.core.management import call_command
from PIL import Image, ImageDraw

from tests.conference.pretalx.servers import event_of, token_of
from tests.e2e.walking import Walk

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

EMAIL, PASSWORD = "ada@example.org", "a long enough password"
NAME = "Harbour Conf 2027"
# What is really painted behind the title: style sheets give colours in other spaces.
BRAND_COLOUR = """() => {
    const pen = new OffscreenCanvas(1, 1).getContext("2d");
    pen.fillStyle = getComputedStyle(document.querySelector(".hero")).backgroundColor;
    pen.fillRect(0, 0, 1, 1);
    return [...pen.getImageData(0, 0, 1, 1).data];
}"""


def a_logo() -> bytes:
    """Return a drawn PNG."""
    picture, content = Image.new("RGBA", (480, 120)), io.BytesIO()
    pen = ImageDraw.Draw(picture)
    pen.rounded_rectangle((4, 4, 116, 116), 20, fill="#123a8c")
    pen.rectangle((140, 40, 470, 80), fill="#123a8c")
    picture.save(content, "PNG")
    return content.getvalue()


def sign_in(owner: Walk) -> None:
    owner.open("/")
    owner.heading("This site is being set up")
    owner.follow("Sign in to go on")
    owner.click(owner.page.get_by_text("Sign in with a password"))
    with_password = owner.page.locator("details[open]")
    owner.fill("Your e-mail address", EMAIL, within=with_password)
    owner.fill("Password", PASSWORD, within=with_password)
    owner.press("Sign in", within=with_password)


def set_up(owner: Walk) -> None:
    owner.heading("Set up your conference")
    owner.fill("Name", NAME)
    owner.fill("First day", "2027-06-12")
    owner.fill("Last day", "2027-06-13")
    owner.fill("Currency", "EUR")
    owner.fill("Venue", "Old Custom House, Bremen")
    owner.press("Set up the conference")
    owner.sees("Harbour Conf 2027 is set up")
    owner.heading(re.compile("Before going public"))


def choose_look(owner: Walk) -> None:
    owner.follow("Upload a logo and choose the colours")
    owner.fill("Brand colour", "#123a8c")
    owner.fill("Accent colour", "#d9480f")
    owner.click(owner.page.get_by_role("button", name="Choose an image").first)
    window = owner.page.get_by_role("dialog")
    owner.click(window.get_by_role("tab", name="Upload"))
    window.locator("input[type=file]").set_input_files(
        {"name": "harbour.png", "mimeType": "image/png", "buffer": a_logo()}
    )
    owner.fill("Title", "Logo", within=window)
    owner.fill("Alternative text", NAME, within=window)
    owner.click(window.get_by_role("button", name="Upload", exact=True))
    window.wait_for(state="detached")
    owner.press("Save")
    owner.sees("The look is in effect.")


def write_pages(owner: Walk) -> None:
    """Three pages: about the conference, its code of conduct, the front page."""
    owner.open("/admin/")
    owner.follow(re.compile("pages? ha(s|ve) changes"))
    owner.follow("About")
    owner.write("Two days about software by the water.", instead_of="In three sentences")
    owner.write("An association of volunteers.", instead_of="The organization behind it")
    owner.write("Write to {{ contact_email }}.", instead_of="The contact address stands")
    owner.publish()
    owner.sees("Page 'About' has been published.")

    owner.follow("Code of conduct")
    owner.write("Be kind, and ask before you touch.", instead_of="Name the behaviour")
    owner.write("Tell the two people at the desk.", instead_of="Whom to tell")
    owner.write("A word in private, or the way out.", instead_of="What the team may do")
    owner.publish()
    owner.sees("Page 'Code of conduct' has been published.")

    owner.open("/admin/")
    owner.follow("Publish the front page")
    owner.write("For everybody who builds software near water.", instead_of="One sentence that says")
    owner.write("Twenty talks, three rooms and one harbour.", instead_of="Three or four sentences")
    owner.publish()
    owner.sees("has been published.")


def name_contacts(owner: Walk) -> None:
    owner.follow("Conference settings")
    owner.follow("Contact", within=owner.page.get_by_role("main"))
    owner.fill("Contact address", "hello@harbour.example")
    owner.fill("Code of conduct contact", "conduct@harbour.example")
    owner.press("Save")
    owner.sees("Saved.")


def import_programme(owner: Walk, pretalx) -> None:
    """Connect Pretalx, try the connection, preview, import, and see each while it goes on."""
    owner.follow("Pretalx", within=owner.page.get_by_role("main"))
    owner.fill("Pretalx event", event_of(pretalx))
    owner.fill("Address of Pretalx", pretalx.base_url)
    owner.fill("Pretalx token", token_of(pretalx))
    owner.press("Save")
    owner.sees("Saved.")
    owner.press("Test the connection")
    owner.sees("The token is good")
    owner.sees("It shows 18 people;")
    owner.follow("Go to the import")
    owner.press("Preview the changes")
    watch(owner)
    owner.sees("65 to add, 0 to change, 0 to remove.")
    owner.press("Import these changes")
    watch(owner)
    owner.sees("65 added, 0 changed, 0 removed.")


def watch(owner: Walk) -> None:
    """See the bar move, and the page open its result by itself."""
    owner.sees(re.compile(r"Reading \w+"))
    owner.page.wait_for_selector("[data-progress]", state="detached")
    owner.picture("result")


def publish_programme(owner: Walk) -> None:
    owner.follow("Conference settings")
    owner.choose("Programme shown", "The whole schedule")
    owner.press("Save")
    owner.sees("Saved.")
    owner.open("/admin/")
    owner.follow(re.compile("pages? ha(s|ve) changes"))
    owner.follow("Schedule", within=owner.page.get_by_role("main"))
    owner.publish()
    owner.sees("Page 'Schedule' has been published.")


def test_a_site_is_made_without_a_shell(walk, worker, pretalx, tell, monkeypatch):
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", PASSWORD)
    call_command("createsuperuser", interactive=False, email=EMAIL, verbosity=0)
    owner = walk("owner")

    sign_in(owner)
    set_up(owner)
    choose_look(owner)
    name_contacts(owner)
    import_programme(owner, pretalx("small", latency=200))
    write_pages(owner)
    publish_programme(owner)
    steps = f"{owner.pages} pages, {owner.clicks} clicks, {owner.minutes:.1f} minutes"
    tell(f"From an empty database to a published site: {steps}")
    assert owner.pages <= 45
    assert owner.clicks <= 55
    assert owner.minutes < 10  # on a busy machine

    visitor = walk("visitor")
    visitor.open("/")
    visitor.heading(NAME)
    visitor.sees("For everybody who builds software near water.")
    assert visitor.page.get_by_role("banner").locator("img").get_attribute("src").startswith("/media/")
    assert visitor.page.evaluate(BRAND_COLOUR) == [18, 58, 140, 255]
    visitor.follow("About")
    visitor.sees("Write to hello@harbour.example.")
    visitor.follow("Schedule")
    visitor.sees("Testing satellite images the hard way")
    visitor.follow("Sunday", exact=False)
    visitor.follow("Testing lock files with property-based tests")
    visitor.heading("Testing lock files with property-based tests")
    visitor.open("/venue/", status=404)
