"""`manage.py draw_demo_portraits`: draw the faces of the demo's people again."""

from typing import Any

from django.core.management.base import BaseCommand

from sandbox.demo.drawing.portraits import draw
from sandbox.demo.source import PORTRAITS, Programme


class Command(BaseCommand):
    """Write a picture for everyone whose entry describes a portrait, and remove the others."""

    help = "Draw the portraits of the demo's people from their descriptions."
    requires_system_checks = ()

    def handle(self, **_options: Any) -> None:
        """Draw them all."""
        PORTRAITS.mkdir(parents=True, exist_ok=True)
        described = {person.id: person.portrait for person in Programme.load().people if person.portrait}
        for path in PORTRAITS.glob("*.webp"):
            if path.stem not in described:
                path.unlink()
        for name, description in described.items():
            draw(name, description).save(PORTRAITS / f"{name}.webp", quality=88, method=6)
        self.stdout.write(f"{len(described)} portraits drawn.")
