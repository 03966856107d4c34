"""What other pages show of integration, from its closets."""

from duologue.integration.agreements.queries import agreements_of
from duologue.integration.checkin.queries import checkin_of, checkins_in_last_week, days_of
from duologue.integration.insights.queries import insights_of
from duologue.integration.practices.queries import practice_summary, practices_of
from duologue.integration.window.queries import last_session, window_for

__all__ = [
    "agreements_of",
    "checkin_of",
    "checkins_in_last_week",
    "days_of",
    "insights_of",
    "last_session",
    "practice_summary",
    "practices_of",
    "window_for",
]
