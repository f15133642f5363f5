"""`manage.py draw_demo_portraits`: draw the faces of the demo's people again."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from sandbox.demo.content import load_table
from sandbox.demo.drawing.portraits import draw
from sandbox.demo.source import FOLDER, PORTRAITS, Programme


class Command(BaseCommand):
    """Write a picture for everyone whose entry describes a portrait, and remove those of nobody."""

    help = "Draw the portraits of the demo's people from their descriptions."
    requires_system_checks = ()

    def handle(self, **_options: Any) -> None:
        """Draw them all."""
        described = described_portraits()
        for folder in {path.parent for path in described}:
            folder.mkdir(parents=True, exist_ok=True)
            for path in set(folder.glob("*.webp")) - described.keys():
                path.unlink()
        for path, description in described.items():
            draw(path.stem, description).save(path, quality=88, method=6)
        self.stdout.write(f"{len(described)} portraits drawn.")


def described_portraits() -> dict[Path, dict[str, Any]]:
    """Return the descriptions of all faces by the file that shows them: speakers and the crew."""
    speakers = {
        PORTRAITS / f"{person.id}.webp": person.portrait for person in Programme.load().people if person.portrait
    }
    crew = {
        FOLDER / member["picture"]: member["portrait"]
        for member in load_table("team")["member"]
        if "portrait" in member
    }
    return speakers | crew
