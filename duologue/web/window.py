"""The days after a session as SVG text."""

from datetime import date, timedelta
from hashlib import sha256


def window(session: date, today: date, days: int = 14) -> str:
    """The days after a session as a band that fades, with today marked; positions in per cent."""
    gone = (today - session).days
    last = session + timedelta(days=days)
    at = min(max(gone / days, 0), 1) * 94 + 3
    key = "w" + sha256(f"{session}{today}{days}".encode()).hexdigest()[:8]
    said = f"Day {gone} of {days} after the session on {session.day} {session:%B}."
    anchor = "start" if at < 10 else "end" if at > 90 else "middle"
    mark = (
        f'<text class="today-text" x="{at:.1f}%" y="14" text-anchor="{anchor}">today</text>'
        f'<circle class="today-dot" cx="{at:.1f}%" cy="38" r="8"/>'
        if 0 <= gone <= days
        else ""
    )
    return (
        f'<svg role="img" aria-label="{said}"><defs><linearGradient id="{key}">'
        '<stop class="soft" offset="0" stop-opacity="0.18"/>'
        '<stop class="soft" offset="0.1" stop-opacity="0.42"/>'
        '<stop class="soft" offset="0.32" stop-opacity="0.2"/>'
        '<stop class="soft" offset="1" stop-opacity="0.04"/></linearGradient></defs>'
        f'<rect y="22" width="100%" height="32" rx="16" fill="url(#{key})"/>{mark}'
        f'<text x="0" y="76">{session:%a} {session.day} {session:%b}</text>'
        f'<text x="100%" y="76" text-anchor="end">{last.day} {last:%b}</text></svg>'
    )
