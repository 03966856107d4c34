"""The loop a couple repeats and the days after a session, as SVG text; every text escaped."""

from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from html import escape
from math import hypot
from textwrap import wrap

MARKS = {1: "●", 2: "◆"}
WIDTH, BOX = 560.0, 214.0  # drawing units
LETTER = 8.2  # mean width of a letter of 15 px Inter, half-bold


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
    did: tuple[str, ...]
    beneath: tuple[str, ...]

    @property
    def middle(self) -> tuple[float, float]:
        return self.x + self.width / 2, self.y + self.height / 2


def loop(
    nodes: "list[Node] | tuple[Node, ...]",
    *,
    centre: str = "",
    title: str = "The loop",
    width: float = WIDTH,
) -> str:
    """The loop clockwise: side by side, each partner in their own column, arrows from each to the next."""
    gap = 92.0 if width > 400 else 64.0
    box = BOX if width > 400 else (width - 28) / 2
    boxes, height = _places(list(nodes), width, box, gap, centre)
    said = "; then ".join(
        node.did + (f" ({node.beneath})" if node.beneath else "") for node in nodes
    )
    key = "l" + sha256(f"{title}{said}{width}".encode()).hexdigest()[:8]
    parts = [
        f'<svg class="drawing loop" viewBox="0 0 {width:g} {height:g}" role="img" '
        f'aria-labelledby="{key}t {key}d"><title id="{key}t">{escape(title)}</title>'
        f'<desc id="{key}d">{escape(said)}; and back to the first.</desc>'
        f'<defs><marker id="{key}a" viewBox="0 0 10 10" refX="8" refY="5" markerWidth="7" '
        f'markerHeight="7" orient="auto-start-reverse"><path class="arrow-head" d="M0 0L10 5L0 10z"/>'
        "</marker></defs>"
    ]
    if len(boxes) > 1:
        parts += [
            _arrow(boxes[i], boxes[(i + 1) % len(boxes)], (width / 2, height / 2), f"{key}a")
            for i in range(len(boxes))
        ]
    parts += [_node(node, place) for node, place in zip(nodes, boxes, strict=True)]
    lines = wrap(centre, max(int((width * 0.62) / 8), 12))
    top = height / 2 - (len(lines) - 1) * 11 + 5
    parts += [
        f'<text class="centre" x="{width / 2:g}" y="{top + 22 * i:.1f}" text-anchor="middle">{escape(line)}</text>'
        for i, line in enumerate(lines)
    ]
    return "".join([*parts, "</svg>"])


def _places(
    nodes: list[Node], width: float, box: float, gap: float, centre: str
) -> tuple[list[_Box], float]:
    """Boxes clockwise from the top left: the first half down the right side, the rest back up the left."""
    room = int((box - 28) / LETTER)
    texts = [
        (tuple(wrap(f"{MARKS.get(n.side, '○')} {n.did}", room)), tuple(wrap(n.beneath, room + 1)))  # type: ignore[call-overload]
        for n in nodes
    ]
    heights = [22.0 + 20 * len(did) + 19 * len(beneath) for did, beneath in texts]
    half = len(nodes) // 2
    right = list(range(1, half + 1)) if len(nodes) > 1 else []
    left = [0, *range(len(nodes) - 1, half, -1)]
    rows = max(len(right), len(left))
    row_height = [
        max([heights[column[row]] for column in (left, right) if row < len(column)] or [0])
        for row in range(rows)
    ]
    if centre and rows == 2:
        gap += 16
    boxes: dict[int, _Box] = {}
    y = 34.0
    for row in range(rows):
        for column, x in ((left, 2.0), (right, width - box - 2)):
            if row < len(column):
                i = column[row]
                inset = y + (row_height[row] - heights[i]) / 2
                boxes[i] = _Box(x, inset, box, heights[i], *texts[i])
        y += row_height[row] + gap
    return [boxes[i] for i in range(len(nodes))], y - gap + 34


def _node(node: Node, place: _Box) -> str:
    side = f"s{node.side}" if node.side in (1, 2) else "s-shared"
    y = place.y + 24
    texts = []
    for line in place.did:
        texts.append(f'<text class="did" x="{place.x + 14:.1f}" y="{y:.1f}">{escape(line)}</text>')
        y += 20
    for line in place.beneath:
        texts.append(
            f'<text class="beneath" x="{place.x + 14:.1f}" y="{y:.1f}">{escape(line)}</text>'
        )
        y += 19
    return (
        f'<g class="{side}"><rect class="node" x="{place.x:.1f}" y="{place.y:.1f}" rx="10" '
        f'width="{place.width:.1f}" height="{place.height:.1f}"/>{"".join(texts)}</g>'
    )


def _arrow(a: _Box, b: _Box, centre: tuple[float, float], head: str) -> str:
    """A bent arrow from the edge of `a` to the edge of `b`, bowed away from the middle."""
    (ax, ay), (bx, by) = a.middle, b.middle
    if abs(ax - bx) > 40:  # across: from side to side, over the top or under the bottom
        to_right = bx > ax
        start = (a.x + a.width + 4, ay) if to_right else (a.x - 4, ay)
        end = (b.x - 4, by) if to_right else (b.x + b.width + 4, by)
        bow = -26.0 if (ay + by) / 2 < centre[1] else 26.0
        bend = ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2 + bow)
    else:
        down = by > ay
        start = (ax, a.y + a.height + 4) if down else (ax, a.y - 4)
        end = (bx, b.y - 4) if down else (bx, b.y + b.height + 4)
        bow = 26.0 if ax > centre[0] else -26.0
        bend = (ax + bow, (start[1] + end[1]) / 2)
    if hypot(end[0] - start[0], end[1] - start[1]) < 6:
        return ""
    return (
        f'<path class="arrow" marker-end="url(#{head})" '
        f'd="M{start[0]:.1f} {start[1]:.1f}Q{bend[0]:.1f} {bend[1]:.1f} {end[0]:.1f} {end[1]:.1f}"/>'
    )


def window(session: date, today: date, days: int = 14) -> str:
    """The days after a session as a band that fades, with today marked; positions in per cent."""
    gone = (today - session).days
    last = session + timedelta(days=days)
    at = min(max(gone / days, 0), 1) * 94 + 3
    ends_near = at < 24, at > 76
    key = "w" + sha256(f"{session}{today}{days}".encode()).hexdigest()[:8]
    said = f"Day {gone} of {days} after the session on {session.day} {session:%B}."
    inside = 0 <= gone <= days
    dot = (
        f'<circle class="today-dot" cx="{at:.1f}%" cy="16" r="8"/>'
        f'<text class="today-text" x="{at:.1f}%" y="54" '
        f'text-anchor="{"start" if at < 10 else "end" if at > 90 else "middle"}">today</text>'
        if inside
        else ""
    )
    first_text = (
        "" if inside and ends_near[0] else f'<text x="0" y="54">{session:%a} {session.day}</text>'
    )
    last_text = (
        ""
        if inside and ends_near[1]
        else f'<text x="100%" y="54" text-anchor="end">{last.day} {last:%b}</text>'
    )
    return (
        f'<svg role="img" aria-label="{said}"><defs><linearGradient id="{key}">'
        '<stop class="soft" offset="0" stop-opacity="0.18"/><stop class="soft" offset="0.1" stop-opacity="0.42"/>'
        '<stop class="soft" offset="0.32" stop-opacity="0.2"/><stop class="soft" offset="1" stop-opacity="0.04"/>'
        f'</linearGradient></defs><rect width="100%" height="32" rx="16" fill="url(#{key})"/>'
        f"{dot}{first_text}{last_text}</svg>"
    )
