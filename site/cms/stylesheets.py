"""Style sheets: many small sources in `site/cms/styles/`, three files for the browser.

One file per component is right for people, one request is right for phones. This finder joins the sources when Django
looks for a static file: `runserver` always serves the current state, `collectstatic` collects (and fingerprints) the
result, nothing generated is kept in the repository, and no build tool is needed. Every page loads `cms/css/site.css`,
schedule pages `cms/css/schedule.css` too, the shop `cms/css/shop.css`; adding a component means adding a file.
"""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

SOURCES = Path(__file__).resolve().parent / "styles"
BUNDLES = {
    "cms/css/site.css": ("base", "components"),
    "cms/css/schedule.css": ("schedule",),
    "cms/css/shop.css": ("shop",),
}
DAY_ROWS = 288  # five-minute rows of 24 hours
ROOMS = 20
ROOM_REM = 12.5  # the least width of a room in grid.css
FITTING_ROOMS = 6  # as many as fit the widest page


def stylesheet(name: str) -> str:
    """The text of a bundle: its sources by folder and file name, without comments, and the grid's positions."""
    files = [file for folder in BUNDLES[name] for file in sorted((SOURCES / folder).glob("*.css"))]
    text = "\n".join(without_comments(file.read_text(encoding="utf-8")) for file in files)
    return text + grid_positions() if name == "cms/css/schedule.css" else text


def without_comments(css: str) -> str:
    """The rules alone: comments are for the sources' readers (no string in our sheets holds a comment's signs)."""
    lines = (line.strip() for line in re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL).splitlines())
    return "\n".join(line for line in lines if line)


def grid_positions() -> str:
    """Classes that place a cell: `.r0` to `.r287` first row, `.s1` to `.s288` rows spanned, `.c1` to `.c20` room, `.w1` to `.w20` rooms spanned;
    on the grid itself `.rooms-1` to `.rooms-20` says how many rooms there are.

    Row 1 of the grid holds the rooms' names and column 1 the times, so `.r0` is grid row 2 and `.c1` grid column 2.
    """
    rules = [f".r{row}{{grid-row-start:{row + 2}}}" for row in range(DAY_ROWS)]
    rules += [f".s{rows}{{grid-row-end:span {rows}}}" for rows in range(1, DAY_ROWS + 1)]
    rules += [f".c{room}{{grid-column:{room + 1}}}" for room in range(1, ROOMS + 1)]
    rules += [f".w{rooms}{{grid-column-end:span {rooms}}}" for rooms in range(1, ROOMS + 1)]
    rules += [f".rooms-{rooms}{{--rooms:{rooms}}}" for rooms in range(1, ROOMS + 1)]
    # A day whose rooms fit the window needs no frame that scrolls, so that the rooms' names stick to the window itself.
    rules += [
        f"@media (min-width:{rooms * ROOM_REM + 14}rem){{.schedule-frame:has(.rooms-{rooms})"
        "{overflow:visible;max-block-size:none;background:none}}"
        for rooms in range(1, FITTING_ROOMS + 1)
    ]
    return "\n@layer utilities {\n" + "\n".join(rules) + "\n}\n"


class StylesheetFinder(BaseFinder):
    """Lets Django's static files know the bundles; the joined files lie below `settings.VAR`."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        self.folder = Path(settings.VAR) / "stylesheets"
        self.storage = FileSystemStorage(location=self.folder)
        self.storage.prefix = None
        super().__init__(*args, **kwargs)

    def find(self, path: str, find_all: bool = False) -> str | list[str]:
        """The joined file's place, made anew when its sources changed; an empty list for any other path."""
        if path not in BUNDLES:
            return []
        built = str(self._build(path))
        return [built] if find_all else built

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, FileSystemStorage]]:  # noqa: ARG002
        """Every bundle, for collectstatic."""
        for path in BUNDLES:
            self._build(path)
            yield path, self.storage

    def _build(self, path: str) -> Path:
        target = self.folder / path
        text = stylesheet(path)
        if not target.is_file() or target.read_text(encoding="utf-8") != text:
            target.parent.mkdir(parents=True, exist_ok=True)
            # Another process may read at the same moment: it gets the old file or the new one, never half of one.
            draft = target.with_suffix(f".{id(text)}.draft")
            draft.write_text(text, encoding="utf-8")
            draft.replace(target)
        return target
