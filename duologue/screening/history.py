"""A medical history as it grows: its screens, what is lacking, what a version says."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from duologue.people.models import Partner
from duologue.screening import loader
from duologue.screening.findings import Condition, Facts, Medicine
from duologue.screening.loader import Screen
from duologue.screening.models import HistoryVersion

MEDICINES = Screen("medicines", "Medicines", "Everything you take, also from a shop, and the pill.")
YOURSELF = Screen("yourself", "You and your allergies")


def screens() -> tuple[Screen, ...]:
    """Every screen, in order."""
    return (*loader.history().screens, MEDICINES, YOURSELF)


def conditions_on(screen: Screen) -> tuple[Condition, ...]:
    return tuple(asked for asked in loader.history().conditions if asked.screen == screen.id)


def latest(partner: Partner) -> HistoryVersion | None:
    """The last version, sent or not."""
    versions = HistoryVersion.objects.filter(partner=partner).select_related("submission")
    return versions.order_by("-at", "-id").first()


def sent(partner: Partner) -> HistoryVersion | None:
    """The last version the partner has sent: what the team reads."""
    versions = HistoryVersion.objects.filter(partner=partner, submission__isnull=False)
    return versions.select_related("submission").order_by("-submission__at", "-id").first()


def merged(answers: Mapping[str, Any], screen: Mapping[str, Any]) -> dict[str, Any]:
    """The answers with one screen's laid over them."""
    both = {**answers, **screen}
    for group in ("conditions", "notes"):
        both[group] = {**answers.get(group, {}), **screen.get(group, {})}
    return both


def answered(screen: Screen, answers: Mapping[str, Any]) -> bool:
    if screen.id == MEDICINES.id:
        return "medicines" in answers
    if screen.id == YOURSELF.id:
        return "born" in answers
    known = answers.get("conditions", {})
    return all(asked.id in known for asked in conditions_on(screen))


def lacking(answers: Mapping[str, Any]) -> tuple[Screen, ...]:
    return tuple(screen for screen in screens() if not answered(screen, answers))


def facts(answers: Mapping[str, Any], *, on: date, vitals: Mapping[str, float]) -> Facts:
    """What the rules may know of this version."""
    medicines = answers.get("medicines")
    return Facts(
        on=on,
        conditions=answers.get("conditions", {}),
        medicines=None if medicines is None else tuple(Medicine(**line) for line in medicines),
        allergies=answers.get("allergies", ""),
        born=date.fromisoformat(answers["born"]) if answers.get("born") else None,
        vitals=vitals,
    )
