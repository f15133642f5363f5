"""The generated picture of a conference: the rows of a hall seen from above, some seats taken.

The same seed always gives the same picture. Rows are arcs around a stage in the lower right corner, drawn as dashed
lines (one element a row, however many seats); taken seats are short arcs in the accent colour or the text's colour.
"""

import hashlib
import math
import random
from dataclasses import dataclass

SIZE = 800
ROW_STEP = 47
SEAT = 25
SEAT_STEP = 46
THICKNESS = 27


@dataclass(frozen=True)
class SeatColours:
    """Any CSS colours: free seats, seats taken (accent), and the few that stand out."""

    free: str
    taken: str
    marked: str


def seats_svg(seed: str, colours: SeatColours) -> str:
    """A square SVG of about 10 kB without a ground, so that the page's field shows between the rows."""
    chance = random.Random(hashlib.sha256(seed.encode()).digest())  # noqa: S311 — a drawing, not a secret
    stage_x, stage_y = SIZE * chance.uniform(0.97, 1.03), SIZE * chance.uniform(0.99, 1.05)
    aisle = math.radians(chance.uniform(212, 232))
    rows, taken = [], []
    radius = 150.0
    while radius < SIZE - 20:
        rows.append(f'<circle cx="{stage_x:.0f}" cy="{stage_y:.0f}" r="{radius:.0f}"/>')
        step = SEAT_STEP / radius
        # Seats fill up from the front: the nearer the stage, the more are taken.
        density = 0.5 * (1 - radius / SIZE) ** 1.1
        for number in range(round(2 * math.pi / step)):
            start = number * step
            if (
                math.pi * 0.9 < start < math.pi * 1.7
                and abs(start - aisle) > step * 0.8
                and radius < SIZE * 0.72
                and chance.random() < density
            ):
                taken.append((chance.random() < 0.2, _arc(stage_x, stage_y, radius, start, SEAT / radius)))
        radius += ROW_STEP
    marked = "".join(path for is_marked, path in taken if is_marked)
    plain = "".join(path for is_marked, path in taken if not is_marked)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIZE} {SIZE}" preserveAspectRatio="xMaxYMax meet">'
        f'<g fill="none" stroke-width="{THICKNESS}">'
        f'<g stroke="{colours.free}" stroke-dasharray="{SEAT} {SEAT_STEP - SEAT}">{"".join(rows)}</g>'
        f'<path stroke="{colours.taken}" d="{plain}"/><path stroke="{colours.marked}" d="{marked}"/>'
        "</g></svg>"
    )


def _arc(x: float, y: float, radius: float, start: float, angle: float) -> str:
    """A path's command for the arc of `angle` radians from `start`, clockwise as the screen sees it."""
    ends = [(x + radius * math.cos(a), y + radius * math.sin(a)) for a in (start, start + angle)]
    (x1, y1), (x2, y2) = ends
    return f"M{x1:.1f} {y1:.1f}A{radius:.0f} {radius:.0f} 0 0 1 {x2:.1f} {y2:.1f}"
