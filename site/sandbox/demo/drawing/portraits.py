"""A face from a description such as ``{skin = 2, hair = "bob", top = "coat", extras = ["glasses"]}``.

``skin`` is 1 to 6, the colours are those of ``palette``, ``hair`` one of ``hair.STYLES``, ``top`` one of "round", "collar",
"coat", "scarf", "stripes"; ``extras`` are any of "glasses", "dark-glasses", "beard", "stubble", "moustache", "earrings",
"freckles", "lines".
"""

import hashlib
from typing import Any

from PIL import Image

from sandbox.demo.drawing.canvas import Canvas, Shape, arc, box, dot, joined, line, mixed, oval, polygon
from sandbox.demo.drawing.hair import STYLES
from sandbox.demo.drawing.palette import CLOTH, GROUND, HAIR, INK, SKIN, WHITE

FINAL_SIDE = 320
SHOULDERS = (130, 716, 870, 1500)


def draw(name: str, description: dict[str, Any]) -> Image.Image:
    """Return the portrait; ``name`` decides about small differences such as how wide somebody smiles."""
    painter = Portrait(name, description)
    painter.paint()
    return painter.canvas.finished(FINAL_SIDE)


class Portrait:
    """One face while it is painted, from the back to the front."""

    def __init__(self, name: str, description: dict[str, Any]):
        self.skin = SKIN[description["skin"]]
        self.is_dark = description["skin"] >= 5
        self.shade = mixed(self.skin, "#2a0f0c" if self.is_dark else "#5a1f14", 0.22)
        self.cloth = CLOTH[description["colour"]]
        self.hair = STYLES[description["hair"]]()
        hair_colour = description["hair_colour"]
        self.hair_colour = HAIR.get(hair_colour, HAIR["black"])
        self.wear_colour = CLOTH.get(hair_colour, WHITE if description["colour"] == "ink" else CLOTH["ink"])
        self.top = description["top"]
        self.extras = set(description["extras"])
        self.canvas = Canvas(GROUND[description["ground"]])
        seed = hashlib.sha256(name.encode()).digest()
        self.width = 146 + seed[0] % 12
        self.chin = 628 + seed[1] % 18
        self.smile = 36 + seed[2] % 18
        self.eyes = 54 + seed[3] % 8
        self.head = oval(500 - self.width, 256, 500 + self.width, 600) + oval(
            516 - self.width, 330, 484 + self.width, self.chin
        )

    def paint(self) -> None:
        """Paint everything."""
        self.canvas.fill(self.hair.back, self.hair_colour)
        self.paint_body()
        self.canvas.fill(dot(500 - self.width, 462, 34) + dot(500 + self.width, 462, 34), self.shade)
        self.canvas.fill(self.head, self.skin)
        self.paint_beard()
        self.paint_face()
        self.canvas.fill(self.hair.front, self.hair_colour)
        self.canvas.fill(self.hair.wear, self.wear_colour)
        self.paint_extras()

    def paint_body(self) -> None:
        """Paint neck, shoulders and clothes."""
        fill, cloth = self.canvas.fill, self.cloth
        shoulders = oval(*SHOULDERS)
        fill(shoulders, cloth)
        neck = box(428, 560, 572, 800 if self.top == "coat" else 790, 60)
        if self.top == "stripes":
            bands = joined([box(0, y, 1000, y + 34) for y in range(736, 1000, 68)])
            fill(shoulders & bands, WHITE)
        if self.top == "coat":
            fill(shoulders & polygon([(380, 690), (620, 690), (500, 1010)]), WHITE)
            fill(line([(372, 700), (500, 1010)], 26) + line([(628, 700), (500, 1010)], 26), mixed(cloth, INK, 0.35))
        if self.top in ("round", "stripes"):
            fill(oval(400, 660, 600, 806), self.skin)
        fill(neck, self.skin)
        fill(neck & oval(500 - self.width, 430, 500 + self.width, 690), self.shade)
        if self.top == "collar":
            fill(polygon([(412, 706), (502, 800), (420, 872), (352, 748)]), WHITE)
            fill(polygon([(588, 706), (498, 800), (580, 872), (648, 748)]), WHITE)
        if self.top == "scarf":
            knitted = mixed(cloth, WHITE, 0.18) if cloth != CLOTH["red"] else CLOTH["red"]
            fill(shoulders, CLOTH["ink"] if cloth == CLOTH["red"] else mixed(cloth, INK, 0.4))
            fill(neck, self.shade)
            fill(box(372, 668, 628, 782, 54) + box(540, 724, 634, 960, 30), knitted)

    def paint_beard(self) -> None:
        """Paint what grows on the chin."""
        if not self.extras & {"beard", "stubble"}:
            return
        beard = (self.head & box(0, 432, 1000, 700)) - oval(394, 330, 606, 566)
        share = 0.0 if "beard" in self.extras else 0.72
        self.canvas.fill(beard, mixed(self.hair_colour, self.skin, share))

    def paint_face(self) -> None:
        """Paint brows, eyes, nose and mouth."""
        fill, left, right = self.canvas.fill, 500 - self.eyes, 500 + self.eyes
        brow = HAIR["grey"] if self.hair_colour == HAIR["white"] else mixed(self.hair_colour, INK, 0.2)
        fill(
            arc((left - 34, 402, left + 34, 450), 200, 340, 10) + arc((right - 34, 402, right + 34, 450), 200, 340, 10),
            brow,
        )
        if self.is_dark:
            fill(oval(left - 17, 446, left + 17, 470) + oval(right - 17, 446, right + 17, 470), WHITE)
        fill(dot(left, 458, 12) + dot(right, 458, 12), INK)
        fill(oval(478, 500, 522, 530) & box(0, 515, 1000, 600), self.shade)
        if "beard" not in self.extras:
            fill(dot(left - 26, 524, 30) + dot(right + 26, 524, 30), mixed(self.skin, "#d3543c", 0.12))
        if "beard" in self.extras:
            fill(oval(440, 540, 560, 604), mixed(self.skin, self.hair_colour, 0.08))
        mouth = arc((500 - self.smile, 528, 500 + self.smile, 580), 20, 160, 10)
        fill(mouth, mixed(self.skin, "#f0a58c", 0.5) if self.is_dark else mixed(self.shade, INK, 0.45))
        if "moustache" in self.extras:
            fill(oval(430, 528, 508, 562) + oval(492, 528, 570, 562), self.hair_colour)
        if "freckles" in self.extras:
            spots = [(424, 506), (446, 520), (410, 528), (576, 506), (554, 520), (590, 528)]
            fill(joined([dot(x, y, 5) for x, y in spots]), self.shade)
        if "lines" in self.extras:
            fill(arc((398, 470, 470, 600), 100, 170, 6) + arc((530, 470, 602, 600), 10, 80, 6), self.shade)

    def paint_extras(self) -> None:
        """Paint glasses and earrings, which lie on top of everything."""
        left, right = 500 - self.eyes, 500 + self.eyes
        if self.extras & {"glasses", "dark-glasses"}:
            frames = joined([self._rim(x) for x in (left, right)]) + line([(left + 46, 452), (right - 46, 452)], 10)
            frames += line([(left - 48, 452), (500 - self.width, 440)], 10)
            frames += line([(right + 48, 452), (500 + self.width, 440)], 10)
            if "dark-glasses" in self.extras:
                frames += dot(left, 460, 48) + dot(right, 460, 48)
            self.canvas.fill(frames, INK)
        if "earrings" in self.extras:
            self.canvas.fill(dot(500 - self.width, 520, 15) + dot(500 + self.width, 520, 15), CLOTH["mustard"])

    @staticmethod
    def _rim(x: float) -> Shape:
        return dot(x, 460, 50) - dot(x, 460, 41)
