"""Hair and headwear: what lies behind the head, and what lies in front of it."""

import math
from collections.abc import Callable
from typing import NamedTuple

from sandbox.demo.drawing.canvas import Shape, box, dot, joined, oval, polygon

CAP = (336, 226, 664, 560)
ABOVE_EARS = box(0, 0, 1000, 440)


class Hair(NamedTuple):
    """Two layers; ``wear`` is painted in the colour of the clothes' contrast (caps, wraps)."""

    back: Shape
    front: Shape
    wear: Shape


def nothing() -> Shape:
    """Return an empty shape."""
    return Shape()


def cap(opening: tuple[float, float, float, float], bounds: tuple[float, float, float, float] = CAP) -> Shape:
    """Return hair that lies close to the skull and leaves the face open."""
    return oval(*bounds) - oval(*opening)


def ring(radius: float, size: float, start: float, end: float, count: int, centre: tuple[float, float]) -> Shape:
    """Return discs along an arc; angles in degrees, clockwise from three o'clock."""
    angles = [math.radians(start + (end - start) * place / (count - 1)) for place in range(count)]
    return joined([dot(centre[0] + radius * math.cos(a), centre[1] + radius * math.sin(a), size) for a in angles])


def plait(x: float, top: float, links: int) -> Shape:
    """Return a plait that hangs down."""
    return joined([oval(x - 30 + n, top + n * 46, x + 30 - n, top + n * 46 + 62) for n in range(links)])


def short() -> Hair:
    """Short and full."""
    return Hair(nothing(), cap((374, 356, 626, 820)) & ABOVE_EARS, nothing())


def crop() -> Hair:
    """Very short."""
    return Hair(nothing(), cap((362, 326, 638, 800), (344, 244, 656, 520)) & box(0, 0, 1000, 412), nothing())


def side() -> Hair:
    """Parted on one side."""
    top = oval(330, 214, 670, 520) + oval(380, 208, 690, 400)
    return Hair(nothing(), (top - oval(296, 372, 622, 820)) & ABOVE_EARS, nothing())


def wave() -> Hair:
    """Waves on top."""
    top = oval(322, 214, 520, 410) + oval(430, 188, 640, 400) + oval(540, 226, 690, 420) + oval(*CAP)
    return Hair(nothing(), (top - oval(372, 362, 640, 830)) & ABOVE_EARS, nothing())


def bob() -> Hair:
    """Chin-length with a fringe."""
    back = oval(312, 220, 688, 620) + box(312, 400, 688, 640, 60)
    return Hair(back, cap((378, 372, 622, 900), (318, 222, 682, 640)) & box(0, 0, 1000, 560), nothing())


def long() -> Hair:
    """Long, parted in the middle."""
    back = oval(306, 218, 694, 640) + box(306, 420, 694, 840, 70)
    parting = oval(372, 318, 560, 860) + oval(440, 318, 628, 860)
    return Hair(back, (oval(316, 222, 684, 640) - parting) & box(0, 0, 1000, 560), nothing())


def bun() -> Hair:
    """Tied up."""
    return Hair(dot(500, 214, 78), cap((366, 336, 634, 820)) & box(0, 0, 1000, 450), nothing())


def curls() -> Hair:
    """Round curls to the chin."""
    back = ring(178, 70, 150, 390, 11, (500, 440)) + oval(320, 230, 680, 560)
    front = ring(150, 52, 196, 344, 6, (500, 420))
    return Hair(back, front, nothing())


def afro() -> Hair:
    """A round crown."""
    return Hair(oval(262, 146, 738, 606), cap((366, 340, 634, 820), (336, 232, 664, 560)) & ABOVE_EARS, nothing())


def braids() -> Hair:
    """Two plaits."""
    back = plait(336, 520, 6) + plait(664, 520, 6) + oval(322, 224, 678, 600)
    return Hair(back, long().front & box(0, 0, 1000, 520), nothing())


def braid() -> Hair:
    """One plait over the shoulder."""
    back = oval(322, 224, 678, 600)
    return Hair(back, (long().front & box(0, 0, 1000, 500)) + plait(654, 540, 7), nothing())


def bald() -> Hair:
    """None."""
    return Hair(nothing(), nothing(), nothing())


def knit_cap() -> Hair:
    """A woollen cap, with hair below it."""
    below = cap((372, 372, 628, 830)) & ABOVE_EARS
    wool = (oval(330, 196, 670, 560) & box(0, 0, 1000, 352)) + box(322, 318, 678, 384, 30)
    return Hair(nothing(), below, wool)


def hijab() -> Hair:
    """A head scarf."""
    cloth = (
        oval(300, 198, 700, 690) + polygon([(330, 560), (670, 560), (780, 800), (220, 800)]) + oval(220, 700, 780, 900)
    )
    return Hair(nothing(), nothing(), cloth - oval(370, 292, 630, 640))


def head_wrap() -> Hair:
    """A cloth wound around the head."""
    cloth = (oval(318, 168, 682, 560) & box(0, 0, 1000, 360)) + dot(590, 196, 74) + dot(660, 240, 52)
    return Hair(nothing(), nothing(), cloth - oval(340, 330, 660, 800))


STYLES: dict[str, Callable[[], Hair]] = {
    "afro": afro,
    "bald": bald,
    "bob": bob,
    "braid": braid,
    "braids": braids,
    "bun": bun,
    "cap": knit_cap,
    "crop": crop,
    "curls": curls,
    "hijab": hijab,
    "long": long,
    "short": short,
    "side": side,
    "wave": wave,
    "wrap": head_wrap,
}
