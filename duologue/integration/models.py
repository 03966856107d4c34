"""What integration records, closet by closet."""

from duologue.integration.agreements.models import Agreement, AgreementAcceptance, AgreementEnd
from duologue.integration.checkin.models import CheckIn
from duologue.integration.dialogue.models import DialogueHeld
from duologue.integration.insights.models import (
    FirstNote,
    Insight,
    InsightBroughtBack,
    InsightPutAway,
    InsightVersion,
)
from duologue.integration.pattern.models import PatternSeen
from duologue.integration.practices.models import (
    Practice,
    PracticeDone,
    PracticeEnd,
    PracticeUndone,
)
from duologue.integration.window.models import AfterSession

__all__ = [
    "AfterSession",
    "Agreement",
    "AgreementAcceptance",
    "AgreementEnd",
    "CheckIn",
    "DialogueHeld",
    "FirstNote",
    "Insight",
    "InsightBroughtBack",
    "InsightPutAway",
    "InsightVersion",
    "PatternSeen",
    "Practice",
    "PracticeDone",
    "PracticeEnd",
    "PracticeUndone",
]
