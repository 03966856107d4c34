"""What other pages show of integration, from its closets."""

from duologue.integration.agreements.queries import agreements_of
from duologue.integration.checkin.queries import checkin_of, days_of
from duologue.integration.insights.queries import insights_of
from duologue.integration.own_rooms import own_rooms_of
from duologue.integration.practices.queries import practices_of
from duologue.integration.window.queries import last_session, window_for

__all__ = [
    "agreements_of",
    "checkin_of",
    "days_of",
    "insights_of",
    "last_session",
    "own_rooms_of",
    "practices_of",
    "window_for",
]
