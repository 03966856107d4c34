"""The loop a couple repeats, as SVG text; every text escaped.

Clockwise in two columns on a desk; downwards on a phone, each partner at their own side.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from html import escape
from itertools import pairwise
from textwrap import wrap

DESK, PHONE = 500, 320  # drawing units
LETTER = 7.8  # mean width of a letter of 15 px Inter, half-bold; generous
ABOVE = 26.0  # height of a line of the text in the middle


@dataclass(frozen=True)
class Node:
    """One place in the loop: whose (`side`), what they do, and what is beneath it, in their words."""

    side: int | str
    did: str
    beneath: str = ""


@dataclass(frozen=True)
class _Box:
    x: float
    y: float
    width: float
    height: float
    did: tuple[str, ...] = ()
    beneath: tuple[str, ...] = ()

    @property
    def middle(self) -> tuple[float, float]:
        return self.x + self.width / 2, self.y + self.height / 2


def loop(
    nodes: Sequence[Node], *, centre: str = "", title: str = "The loop", width: int = DESK
) -> str:
    """The loop, `width` drawing units wide; `centre` is what it is about, in the couple's words."""
    said = "; then ".join(n.did + (f" ({n.beneath})" if n.beneath else "") for n in nodes)
    key = "l" + sha256(f"{title}{said}{width}".encode()).hexdigest()[:8]
    drawn, height = (_downwards if width < 400 else _clockwise)(nodes, centre, width, f"{key}a")
    return (
        f'<svg class="drawing loop" viewBox="0 0 {width:g} {height:g}" role="img" '
        f'aria-labelledby="{key}t {key}d"><title id="{key}t">{escape(title)}</title>'
        f'<desc id="{key}d">{escape(said)}; and back to the first.</desc>'
        f'<defs><marker id="{key}a" viewBox="0 0 10 10" refX="8" refY="5" markerWidth="6.5" '
        'markerHeight="6.5" orient="auto"><path class="arrow-head" d="M0 0L10 5L0 10z"/></marker></defs>'
        f"{drawn}</svg>"
    )


def _clockwise(nodes: Sequence[Node], centre: str, width: float, head: str) -> tuple[str, float]:
    """The first at the top left, then down the right column and back up the left one."""
    box, gap = 196.0, 92.0
    sized = [_size(node, box) for node in nodes]
    half = len(nodes) // 2
    left = [0, *range(len(nodes) - 1, half, -1)] if nodes else []
    right = list(range(1, half + 1)) if len(nodes) > 1 else []
    places: dict[int, _Box] = {}
    y = 12.0
    for row in range(max(len(left), len(right))):
        here = [column[row] for column in (left, right) if row < len(column)]
        tallest = max(sized[i].height for i in here)
        for column, x in ((left, 2.0), (right, width - box - 2)):
            if row < len(column):
                one = sized[column[row]]
                places[column[row]] = _Box(
                    x, y + (tallest - one.height) / 2, box, one.height, one.did, one.beneath
                )
        y += tallest + gap
    height = max(y - gap + 12, 24)
    boxes = [places[i] for i in range(len(nodes))]
    turn = zip(boxes, [*boxes[1:], *boxes[:1]], strict=True) if len(boxes) > 1 else ()
    arrows = "".join(_arrow(*_between(a, b, height / 2), head) for a, b in turn)
    lines = _balanced(centre, 30)
    top = height / 2 - (len(lines) - 1) * ABOVE / 2 + 5
    return arrows + _boxes(nodes, boxes) + _centre(lines, width / 2, top), height


def _downwards(nodes: Sequence[Node], centre: str, width: float, head: str) -> tuple[str, float]:
    """One under the other; side one to the left, side two to the right; and back up along the edge."""
    lines = _balanced(centre, 30)
    box, margin, gap = width * 0.66, 26.0, 30.0
    y = 12.0 + ABOVE * len(lines)
    boxes: list[_Box] = []
    for node in nodes:
        one = _size(node, box)
        x = width - box - 2 if node.side == 2 else margin
        boxes.append(_Box(x, y, box, one.height, one.did, one.beneath))
        y += one.height + gap
    height = max(y - gap + 12, 24)
    arrows = []
    for a, b in pairwise(boxes):
        x = (max(a.x, b.x) + min(a.x, b.x) + box) / 2  # the middle of what both boxes span
        arrows.append(
            _arrow((x, a.y + a.height + 3), (x, a.y + a.height + gap / 2), (x, b.y - 4), head)
        )
    if len(boxes) > 1:
        first, last = boxes[0], boxes[-1]
        up, down = first.middle[1], last.middle[1]
        arrows.append(
            f'<path class="arrow" marker-end="url(#{head})" d="M{last.x - 3:.1f} {down:.1f}H14Q4 {down:.1f} '
            f'4 {down - 10:.1f}V{up + 10:.1f}Q4 {up:.1f} 14 {up:.1f}H{first.x - 4:.1f}"/>'
        )
    return "".join(arrows) + _boxes(nodes, boxes) + _centre(lines, width / 2, 20), height


def _size(node: Node, width: float) -> _Box:
    did = wrap(node.did, int((width - 42) / LETTER))
    beneath = wrap(node.beneath, int((width - 42) / LETTER) + 2)
    return _Box(0, 0, width, 22.0 + 20 * len(did) + 19 * len(beneath), tuple(did), tuple(beneath))


def _boxes(nodes: Sequence[Node], boxes: Sequence[_Box]) -> str:
    return "".join(_node(node, box) for node, box in zip(nodes, boxes, strict=True))


def _node(node: Node, place: _Box) -> str:
    side = f"s{node.side}" if node.side in (1, 2) else "s-shared"
    rows = [("did", line, 20) for line in place.did]
    rows += [("beneath", line, 19) for line in place.beneath]
    x, y = place.x + 14, place.y + 26
    mark = (
        f'<path class="mark-of" d="M{x + 5:.1f} {y - 12:.1f}l6.5 6.5l-6.5 6.5l-6.5-6.5z"/>'
        if node.side == 2
        else f'<circle class="mark-of" cx="{x + 5:.1f}" cy="{y - 5.5:.1f}" r="5"/>'
    )
    texts = []
    for kind, line, step in rows:
        texts.append(f'<text class="{kind}" x="{x + 18:.1f}" y="{y:.1f}">{escape(line)}</text>')
        y += step
    return (
        f'<g class="{side}"><rect class="node" x="{place.x:.1f}" y="{place.y:.1f}" rx="10" '
        f'width="{place.width:.1f}" height="{place.height:.1f}"/>{mark}{"".join(texts)}</g>'
    )


def _centre(lines: Sequence[str], x: float, top: float) -> str:
    return "".join(
        f'<text class="centre" x="{x:g}" y="{top + ABOVE * i:.1f}" text-anchor="middle">{escape(line)}</text>'
        for i, line in enumerate(lines)
    )


def _balanced(text: str, most: int) -> list[str]:
    """The text in as few lines as `most` letters allow, of about the same length."""
    lines = wrap(text, most)
    return next(narrow for w in range(1, most + 1) if len(narrow := wrap(text, w)) <= len(lines))


Point = tuple[float, float]


def _between(a: _Box, b: _Box, half: float) -> tuple[Point, Point, Point]:
    """From the edge of `a` to the edge of `b`, bowed away from the middle."""
    (ax, ay), (bx, by) = a.middle, b.middle
    if ax == bx:
        down = by > ay
        start, end = (
            (ax, a.y + a.height + 4 if down else a.y - 4),
            (bx, b.y - 4 if down else b.y + b.height + 4),
        )
        return start, (ax + (24 if down else -24), (start[1] + end[1]) / 2), end
    right = bx > ax
    start, end = (
        (a.x + a.width + 4 if right else a.x - 4, ay),
        (b.x - 4 if right else b.x + b.width + 4, by),
    )
    bow = -26.0 if (ay + by) / 2 < half else 26.0
    return start, ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2 + bow), end


def _arrow(start: Point, bend: Point, end: Point, head: str) -> str:
    return (
        f'<path class="arrow" marker-end="url(#{head})" '
        f'd="M{start[0]:.1f} {start[1]:.1f}Q{bend[0]:.1f} {bend[1]:.1f} {end[0]:.1f} {end[1]:.1f}"/>'
    )
