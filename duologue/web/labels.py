"""Where the words of a chart stand, so that none covers another, a point or a line: pure geometry."""

from collections.abc import Sequence
from itertools import pairwise

Box = tuple[float, float, float, float]  # left, top, right, bottom, in drawing units
Place = tuple[float, float]

LINE_HEIGHT = 17.0  # of a label, in drawing units (14 px text)


def text_width(text: str, size: float = 14.0) -> float:
    """Roughly how wide `text` is in Inter at `size` px (half-bold); generous, so labels never collide."""
    return len(text) * size * 0.6


def shortened(text: str, room: float) -> str:
    """`text`, or as much of its beginning as fits into `room` with an ellipsis."""
    if text_width(text) <= room:
        return text
    return text[: max(int(room / text_width("x")) - 1, 1)].rstrip() + "…"


def text_box(text: str, x: float, baseline: float) -> Box:
    """What `text` covers when it begins at `x`."""
    return x, baseline - 12, x + text_width(text), baseline + 5


def nudge(wanted: list[float], low: float, high: float, gap: float = LINE_HEIGHT) -> list[float]:
    """Heights near the `wanted` ones, in the same order, at least `gap` apart, within low..high.

    When they cannot all fit, the order and the gap are kept and the last ones leave the range.
    """
    order = sorted(range(len(wanted)), key=lambda i: wanted[i])
    placed = [0.0] * len(wanted)
    floor = low
    for i in order:
        placed[i] = max(wanted[i], floor)
        floor = placed[i] + gap
    ceiling = max(high, low + gap * (len(wanted) - 1))
    for i in reversed(order):
        placed[i] = min(placed[i], ceiling)
        ceiling = placed[i] - gap
    return placed


def overlap(one: Box, other: Box, touch: float = 0.2) -> bool:
    """Whether the two cover a spot in common; a `touch` of their edges is none."""
    across = min(one[2], other[2]) - max(one[0], other[0])
    down = min(one[3], other[3]) - max(one[1], other[1])
    return across > touch and down > touch


def along(stretch: Sequence[Place], apart: float = 4.0) -> list[Box]:
    """A drawn line as small boxes, none farther than `apart` from the next."""
    boxes: list[Box] = []
    for (x0, y0), (x1, y1) in pairwise(stretch):
        steps = max(int(max(abs(x1 - x0), abs(y1 - y0)) / apart), 1)
        for i in range(steps + 1):
            x, y = x0 + (x1 - x0) * i / steps, y0 + (y1 - y0) * i / steps
            boxes.append((x - 1.5, y - 1.5, x + 1.5, y + 1.5))
    return boxes


def beside(text: str, point: Place, within: Box, taken: Sequence[Box]) -> Place:
    """Where `text` begins (x, baseline) beside its `point`: right of it if that is free.

    Of the places tried the first that covers least of `taken` and stays `within`.
    """
    x, y = point
    width = text_width(text)
    away = [(dx, dy) for dx in range(0, 121, 15) for dy in range(-60, 61, 6)]
    away.sort(key=lambda by: (by[0] + abs(by[1]), by))
    places = [
        (begins, y + 5 + dy) for dx, dy in away for begins in (x + 12 + dx, x - 12 - dx - width)
    ]

    def covered(place: Place) -> int:
        box = text_box(text, *place)
        inside = (
            within[0] <= box[0] and within[1] <= box[1]
            and box[2] <= within[2] and box[3] <= within[3]
        )  # fmt: skip
        return sum(overlap(box, other) for other in taken) + (0 if inside else 1000)

    # Most often one of the first is free, and the many others need not be looked at.
    return next((place for place in places if not covered(place)), None) or min(places, key=covered)
