"""The style sheets: joined from their sources, complete, and small enough."""

import gzip
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders

from cms.stylesheets import BUNDLES, SOURCES, StylesheetFinder, grid_positions, stylesheet, without_comments

STATIC = Path(SOURCES).parent / "static"
TEMPLATES = Path(settings.ROOT) / "templates"


def test_every_source_is_in_exactly_one_bundle():
    folders = [folder for bundle in BUNDLES.values() for folder in bundle]
    assert sorted(folders) == sorted({path.parent.name for path in SOURCES.rglob("*.css")})
    for name, parts in BUNDLES.items():
        text = stylesheet(name)
        for source in (file for folder in parts for file in (SOURCES / folder).glob("*.css")):
            rules = without_comments(source.read_text(encoding="utf-8"))
            assert text.count(rules) == 1, source.name


def test_django_finds_the_joined_sheet_and_a_change_of_a_source(monkeypatch, tmp_path):
    monkeypatch.setattr("cms.stylesheets.SOURCES", tmp_path)
    for folder in ("base", "components"):
        (tmp_path / folder).mkdir()
    (tmp_path / "base" / "a.css").write_text("a { color: red }")
    finder = StylesheetFinder()
    finder.folder = tmp_path / "built"

    assert Path(finder.find("cms/css/site.css")).read_text() == "a { color: red }"
    (tmp_path / "components" / "b.css").write_text("/* why */\nb { color: blue }")
    assert Path(finder.find("cms/css/site.css")).read_text() == "a { color: red }\nb { color: blue }"
    assert finder.find("cms/css/other.css") == []


def test_collectstatic_gets_every_bundle(tmp_path):
    finder = StylesheetFinder()
    assert [path for path, _storage in finder.list(None)] == list(BUNDLES)
    for path, storage in finder.list(None):
        with storage.open(path) as file:
            assert file.read().decode() == stylesheet(path)


@pytest.mark.parametrize("name", BUNDLES)
def test_sheet_names_only_files_that_exist(name):
    folder = (STATIC / name).parent
    for address in re.findall(r'url\("([^"]+)"\)', stylesheet(name)):
        assert (folder / address).resolve().is_file(), address


@pytest.mark.parametrize("name", BUNDLES)
def test_sheet_asks_no_other_host(name):
    assert "http" not in re.sub(r'href\^="http"', "", stylesheet(name))


@pytest.mark.parametrize(("name", "kilobytes"), [("cms/css/site.css", 12), ("cms/css/schedule.css", 8)])
def test_sheet_is_small_once_compressed(name, kilobytes):
    assert len(gzip.compress(stylesheet(name).encode())) < kilobytes * 1000


def test_two_faces_of_a_page_weigh_at_most_sixty_kilobytes():
    fonts = {file.name: file.stat().st_size for file in (STATIC / "vendor" / "fonts").glob("*-latin.woff2")}
    text = fonts.pop("hanken-grotesk-latin.woff2")
    assert {name: size for name, size in fonts.items() if text + size > 60_000} == {}
    assert len(fonts) == 3


def test_grid_has_a_class_for_every_five_minutes_and_room():
    css = grid_positions()
    assert ".r0{grid-row-start:2}" in css
    assert ".r287{grid-row-start:289}" in css
    assert ".s288{grid-row-end:span 288}" in css
    assert ".c20{grid-column:21}" in css
    assert css.count("{grid-row-start") == css.count("{grid-row-end") == 288


def test_public_templates_have_no_inline_style_or_script():
    inline = re.compile(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*(?:\ssrc=|application/ld\+json))")
    assert inline.search('<p style="x">')  # control: each kind is seen
    assert inline.search('<button onclick="x">')
    assert inline.search("<script>x</script>")
    assert not inline.search('<script type="module" src="x"></script>')
    found = {
        str(file.relative_to(TEMPLATES))
        for folder in (".", "components", "sandbox", "cms", "portal", "account")
        for file in (TEMPLATES.glob("*.html") if folder == "." else (TEMPLATES / folder).rglob("*.html"))
        if inline.search(
            re.sub(r"{%\s*comment.*?endcomment\s*%}", "", file.read_text(encoding="utf-8"), flags=re.DOTALL)
        )
    }
    assert found == set()


def test_finder_is_switched_on():
    assert finders.find("cms/css/site.css")
