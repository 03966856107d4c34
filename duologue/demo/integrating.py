"""The days after: first notes, insights that become practices, the half minute each day, agreements."""

from datetime import datetime, timedelta
from uuid import uuid4

import numpy as np

from duologue.demo.story import Practice as ToldPractice
from duologue.demo.telling import Telling
from duologue.integration.agreements.actions import accept, propose
from duologue.integration.checkin.loader import items
from duologue.integration.checkin.models import CheckIn
from duologue.integration.dialogue.actions import hold_dialogue
from duologue.integration.insights.actions import keep_first_note, keep_insight
from duologue.integration.insights.models import Insight
from duologue.integration.pattern.models import PatternSeen
from duologue.integration.practices.actions import choose_practice
from duologue.integration.practices.models import PracticeDone
from duologue.integration.window.actions import tell_after_session
from duologue.people.models import Partner

AFTER_THE_END = 45  # days for which the half minute goes on after the last session
HOURS_LATER = {
    "24h": timedelta(hours=26),
    "72h": timedelta(hours=75),
    "1w": timedelta(days=7, hours=5),
    "2w": timedelta(days=14, hours=5),
}
FADED = 12  # days for which a fading practice has hardly been done


def integrate(telling: Telling) -> None:
    for partner in telling.partners.values():
        if partner.person is None:
            continue
        _first_notes(telling, partner)
        for told in telling.story.insights.get(partner.side, ()):
            insight = keep_insight(
                token=uuid4(), text=told.says, by=partner, at=telling.at(told.day, "20:15")
            )
            if told.practice:
                _practise(telling, partner, insight, told.practice)
        if telling.doses and _takes_part(telling, partner):
            _check_in(telling, partner)
            _see_the_loop(telling, partner)
    for (key, slot), at in telling.course.done.items():
        if telling.outline.step(key).subject == "joint-conversation":
            speaker = telling.partners.get(slot) or telling.partner(
                1 + int(telling.rng.integers(2))
            )
            hold_dialogue(token=uuid4(), by=speaker, at=at)
    _after(telling)
    _agree(telling)


def _after(telling: Telling) -> None:
    for told in telling.story.after:
        held = telling.clock.at(telling.doses[told.session - 1], telling.story.hour)
        tell_after_session(
            session_at=held,
            moment=told.moment,
            text=told.text,
            by=telling.partner(told.of),
            at=held + HOURS_LATER[told.moment],
        )


def _takes_part(telling: Telling, partner: Partner) -> bool:
    return telling.outline.format != "individual" or partner.side in telling.story.dosed


def _first_notes(telling: Telling, partner: Partner) -> None:
    for number, words in telling.story.first_notes.get(partner.side, {}).items():
        at = telling.course.done.get((f"first-note.s{number}", str(partner.side)))
        if at:
            keep_first_note(token=uuid4(), text=words, by=partner, at=at)


def _practise(telling: Telling, partner: Partner, insight: Insight, told: ToldPractice) -> None:
    practice = choose_practice(
        token=uuid4(),
        what=told.what,
        per_week=told.per_week,
        until=None,
        insight=insight.pk,
        on=telling.clock.date(told.day),
        by=partner,
        at=telling.at(told.day, "20:30"),
    )
    ticks = []
    for day in range(told.day, 0):
        gone = told.fading and day > -FADED
        likely = told.per_week / 7 * (0.05 if gone else told.kept * (1.6 if told.fading else 1))
        if telling.rng.random() < likely:
            on, at = telling.clock.date(day), telling.clock.at(day, "21:10")
            ticks.append(PracticeDone(practice=practice, on=on, at=at))
    PracticeDone.objects.bulk_create(ticks)


def _check_in(telling: Telling, partner: Partner) -> None:
    first, last = telling.doses[0] + 1, min(0, telling.doses[-1] + AFTER_THE_END)
    rows = []
    for day in range(first, last):
        if telling.rng.random() > 0.82:
            continue
        on, at = telling.clock.date(day), _evening(telling, day)
        rows.append(
            CheckIn(partner=partner, on=on, answers=_half_minute(telling, partner, day), at=at)
        )
    CheckIn.objects.bulk_create(rows)


def _half_minute(telling: Telling, partner: Partner, day: int) -> dict[str, int]:
    state = telling.life.on(partner.side, day)
    given = {}
    for item in items():
        if telling.rng.random() < 0.04:
            continue
        turned = -1 if item.reverse else 1
        middle = 4.6 if not item.reverse else 4.2
        value = middle + turned * 1.7 * state + 0.9 * float(telling.rng.standard_normal())
        given[item.id] = int(np.clip(round(value), 0, 10))
    return given


def _evening(telling: Telling, day: int) -> datetime:
    return telling.clock.at(
        day, f"{19 + int(telling.rng.integers(4))}:{int(telling.rng.integers(60)):02}"
    )


def _see_the_loop(telling: Telling, partner: Partner) -> None:
    """About once in ten days, a little weaker as the state rises."""
    if not telling.story.pattern:
        return
    rows = []
    for day in range(telling.doses[0] + 2, min(0, telling.doses[-1] + 60)):
        if telling.rng.random() < 0.09:
            state = telling.life.lately(partner.side, day)
            stray = float(telling.rng.standard_normal())
            ended = ("together", "me", "other") if state > 0.6 else ("alone", "me", "alone")
            row = PatternSeen(
                partner=partner,
                on=telling.clock.date(day),
                strength=int(np.clip(round(6 - 2 * state + stray), 0, 10)),
                ended=ended[int(telling.rng.integers(3))],
                at=_evening(telling, day),
            )
            rows.append(row)
    PatternSeen.objects.bulk_create(rows)


def _agree(telling: Telling) -> None:
    for told in telling.story.agreements:
        proposer, other = telling.partner(told.by), telling.partner(3 - told.by)
        agreement = propose(
            token=uuid4(),
            text=told.text,
            cooling_days=told.cooling_days,
            by=proposer,
            at=telling.at(told.day, "17:00"),
        )
        if told.accepted:
            later = told.day + told.cooling_days + 1
            for partner in (proposer, other):
                accept(agreement=agreement, by=partner, at=telling.at(later, "18:30"))
