import re

import pytest
from PIL import Image

from conference.facts import BUILT_IN
from sandbox.demo.content import (
    ContentError,
    Document,
    load_document,
    load_news,
    load_pages,
    load_table,
    picture,
)
from sandbox.demo.source import FOLDER, Programme

PLACEHOLDER = re.compile(r"\{\{\s*(\w+)\s*\}\}")


def test_the_pages_that_an_event_needs_are_there():
    assert {
        "about",
        "venue",
        "code-of-conduct",
        "faq",
        "accessibility",
        "privacy",
        "legal-notice",
        "travel",
        "team",
        "sponsors",
        "terms",
        "tickets",
    } == set(load_pages())


def test_every_page_can_be_found_and_introduces_itself():
    for page in load_pages().values():
        assert len(page.description) <= 160
        assert page.lead
        assert page.body or page.table


def test_named_tables_exist():
    named = {page.table for page in load_pages().values() if page.table}

    assert named == {"faq", "team", "sponsors"}
    assert all(load_table(name) for name in named)


def test_news_is_newest_first_and_has_addresses_without_the_day():
    news = load_news()

    assert [post.slug for post in news] == ["programme-is-out", "keynotes", "proposals", "trieste"]
    assert all(post.date.tzinfo for post in news)
    assert all(post.author for post in news)


def test_every_fact_named_in_a_text_is_known():
    texts = "".join(path.read_text() for folder in ("pages", "news", "tables") for path in (FOLDER / folder).iterdir())
    known = set(BUILT_IN) | {entry["slug"] for entry in load_table("key_dates")["key_date"]}
    known |= set(load_table("site")["facts"]["free"])

    named = set(PLACEHOLDER.findall(texts))

    assert len(named) > 12
    assert named - known == set()


def test_dates_of_the_site_are_those_of_the_programme():
    site, event = load_table("site")["conference"], Programme.load().event

    assert (site["start_date"].isoformat(), site["end_date"].isoformat()) == (event["date_from"], event["date_to"])
    assert (site["timezone"], site["pretalx_event"]) == (event["timezone"], event["slug"])


def test_numbers_on_the_home_page_are_true():
    programme, numbers = Programme.load(), load_table("site")["home"]["numbers"]

    assert numbers["sessions"] == len(programme.sessions)
    assert numbers["speakers"] == len(programme.people)
    assert numbers["rooms"] == len(programme.rooms)


def test_there_are_questions_people_and_sponsors_enough():
    questions = [question for group in load_table("faq")["group"] for question in group["question"]]

    assert len(questions) >= 12
    assert len({question["id"] for question in questions}) == len(questions)
    assert len(load_table("team")["member"]) == 10
    assert len(load_table("sponsors")["sponsor"]) == 10


def test_sponsors_have_a_level_and_four_logos():
    table = load_table("sponsors")
    levels = {level["id"] for level in table["level"]}

    for sponsor in table["sponsor"]:
        assert sponsor["level"] in levels
        for ending in (".svg", ".png", "-dark.svg", "-dark.png"):
            assert picture(f"pictures/sponsors/{sponsor['id']}{ending}").stat().st_size < 40_000


def test_the_conference_has_its_logos_and_a_picture_for_shared_links():
    brand = load_table("site")["brand"]

    assert all(picture(brand[name]) for name in ("logo", "logo_dark", "social_image"))


def test_portraits_of_the_team_exist():
    pictures = [member["picture"] for member in load_table("team")["member"] if "picture" in member]

    assert len(pictures) == 8
    assert all(picture(name) for name in pictures)


def test_every_svg_has_a_twin_of_the_same_shape():
    files = [path for path in (FOLDER / "pictures").rglob("*.svg") if path.stem != "harbour"]

    for path in files:
        width, height = map(float, re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', path.read_text()).groups())
        with Image.open(path.with_suffix(".png")) as twin:
            assert twin.width / twin.height == pytest.approx(width / height, rel=0.02)


def test_svg_files_carry_nothing_active():
    forbidden = re.compile(
        r"<script|<style|<foreignObject|<image|<text|\son\w+=|href|javascript:|url\((?!#)", re.IGNORECASE
    )
    files = list((FOLDER / "pictures").rglob("*.svg"))

    assert len(files) >= 22
    assert [path.name for path in files if forbidden.search(path.read_text())] == []


def test_a_page_is_cut_at_its_headings():
    page = Document(
        slug="a", title="A", description="A", body="Before.\n\n## One\n\nFirst.\n\nMore.\n\n## Two\n\n- x\n- y"
    )

    assert page.sections == [("", "Before."), ("One", "First.\n\nMore."), ("Two", "- x\n- y")]
    assert Document(slug="a", title="A", description="A", body="").sections == []


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("# No front matter", "no front matter"),
        ('+++\ntitle = "A"\n+++\n\nText', "lacks description"),
    ],
)
def test_a_page_without_its_front_matter_is_named(tmp_path, text, complaint):
    path = tmp_path / "page.md"
    path.write_text(text)

    with pytest.raises(ContentError, match=rf"page\.md: .*{complaint}"):
        load_document(path)


def test_a_missing_picture_is_named():
    with pytest.raises(ContentError, match=r"no picture pictures/none\.png"):
        picture("pictures/none.png")
