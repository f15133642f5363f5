# /// script
# requires-python = ">=3.11"
# dependencies = ["fonttools==4.68.0", "brotli==1.2.1"]
# ///
"""Copy the vendored files that package.json records from node_modules into the site's static files.

Run it after changing package.json, from the project's root:

    npm install --no-package-lock
    uv run --script scripts/vendor.py

Fonts are cut down on the way: only the axes' ranges that package.json names, only the letters of the latin and
latin-ext files, no hinting, and only the features that the style sheets use. That halves what a visitor loads.
"""

import io
import json
import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

ROOT = Path(__file__).resolve().parent.parent
FEATURES = ["kern", "mark", "mkmk", "ccmp", "locl", "liga", "calt", "rvrn", "tnum"]
SUBSETS = ["latin", "latin-ext"]


def main() -> int:
    """Copy everything and print one line per file; 1 when node_modules is missing."""
    vendored = json.loads((ROOT / "package.json").read_text())["vendored"]
    packages = ROOT / "node_modules" / "@fontsource-variable"
    if not packages.is_dir():
        print("node_modules is missing: run npm install --no-package-lock first", file=sys.stderr)
        return 1
    folder = ROOT / vendored["folder"] / "fonts"
    folder.mkdir(parents=True, exist_ok=True)
    for name, recipe in vendored["fonts"].items():
        for part in SUBSETS:
            source = packages / name / "files" / f"{name}-{part}-{recipe['source']}-normal.woff2"
            target = folder / f"{name}-{part}.woff2"
            cut_font(source, target, recipe["axes"])
            print(f"{target.relative_to(ROOT)}  {target.stat().st_size / 1000:.1f} kB")
        licence = folder / f"{name}.LICENSE.txt"
        licence.write_text((packages / name / "LICENSE").read_text())
    copy_card_fonts(vendored["cardFonts"], ROOT / "node_modules")
    return 0


def copy_card_fonts(recipe: dict, modules: Path) -> None:
    """Write the faces that draw the talks' cards: scripts our own faces lack, one weight, all rules for joining letters."""
    folder = ROOT / recipe["folder"]
    folder.mkdir(parents=True, exist_ok=True)
    for name, path in recipe["files"].items():
        font = TTFont(modules / path, recalcTimestamp=False)
        if "fvar" in font:
            font = instancer.instantiateVariableFont(
                font, {axis.axisTag: 600 if axis.axisTag == "wght" else None for axis in font["fvar"].axes}
            )
        font.flavor = None
        buffer = io.BytesIO()
        font.save(buffer)
        buffer.seek(0)
        font = TTFont(buffer, recalcTimestamp=False)
        letters = set(font.getBestCmap())
        if name in recipe["only"]:
            first, last = (int(end, 16) for end in recipe["only"][name].split("-"))
            letters &= set(range(first, last + 1))
        subsetter = subset.Subsetter(subset.Options(hinting=False, layout_features=["*"], notdef_outline=True))
        subsetter.populate(unicodes=sorted(letters))
        subsetter.subset(font)
        font.flavor = "woff2"
        target = folder / f"{name}.woff2"
        font.save(target)
        print(f"{target.relative_to(ROOT)}  {target.stat().st_size / 1000:.1f} kB")
    licence = (modules / "@fontsource-variable/noto-sans/LICENSE").read_text()
    (folder / "noto.LICENSE.txt").write_text(licence)


def cut_font(source: Path, target: Path, axes: dict[str, float | list[float]]) -> None:
    """Write `source` to `target` as woff2 with each axis pinned to a number or limited to a [low, high] range."""
    limits = {axis: tuple(value) if isinstance(value, list) else value for axis, value in axes.items()}
    font = instancer.instantiateVariableFont(TTFont(source), limits)
    # The subsetter wants a font as read from a file: a fresh instance lacks entries for glyphs that do not vary.
    font.flavor = None
    font.recalcTimestamp = False
    buffer = io.BytesIO()
    font.save(buffer)
    buffer.seek(0)
    font = TTFont(buffer, recalcTimestamp=False)
    options = subset.Options(hinting=False, layout_features=FEATURES, notdef_outline=True)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=list(font.getBestCmap()))
    subsetter.subset(font)
    font.flavor = "woff2"
    font.save(target)


if __name__ == "__main__":
    raise SystemExit(main())
