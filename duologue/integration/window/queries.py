from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

from duologue.integration.window.loader import Moment, curve, written
from duologue.integration.window.rules import Point
from duologue.people.models import Partner
from duologue.programme.queries import latest_anchors


@dataclass(frozen=True)
class Window:
    """The days after a session, for `{% window window.session_on window.today window.days %}`."""

    session_at: datetime
    session_on: date
    today: date
    day: int
    days: int
    open: bool
    sentence: str
    sources: str
    curve: tuple[Point, ...]
    asked_now: tuple[Moment, ...]

    @property
    def label(self) -> str:
        return f"day {self.day}"


def window_for(session_at: datetime, now: datetime) -> Window:
    """Where `now` lies in the days after a session. No query: the same for everybody."""
    told = written()
    session_on, today = timezone.localdate(session_at), timezone.localdate(now)
    day = (today - session_on).days
    gone = (now - session_at) / timedelta(hours=1)
    is_open = 0 <= day <= told.days
    return Window(
        session_at=session_at,
        session_on=session_on,
        today=today,
        day=day,
        days=told.days,
        open=is_open,
        sentence=told.sentence if is_open else told.after_sentence,
        sources=told.sources,
        curve=curve(),
        asked_now=tuple(one for one in told.asked if one.opens <= gone < one.closes),
    )


def last_session(partner: Partner, now: datetime) -> datetime | None:
    """When the couple's last medicine session of this course began; None before the first."""
    dates = latest_anchors(partner.couple).items()
    sessions = [at for name, at in dates if name.startswith("session:") and at <= now]
    return max(sessions, default=None)
