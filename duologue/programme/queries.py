"""One course for the team, a partner's own journey, and what is due, read from the projection."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, Q, QuerySet

from duologue.people.models import Couple, Partner, Person
from duologue.people.queries import couples_of
from duologue.programme import rules
from duologue.programme.models import (
    Episode,
    EpisodePhase,
    JointDue,
    JointStepDone,
    JointStepSkipped,
    PartnerDue,
    PartnerStepDone,
    PartnerStepSkipped,
)
from duologue.programme.outline import PARTNERS, PHASES, Step
from duologue.programme.projection import anchors_of, facts_of, partners_in, seen_whole, written


@dataclass(frozen=True, slots=True)
class JourneyStep:
    """A step as its partner sees it; state: done, skipped, late, due, open, waiting or later."""

    step: str
    shared: bool
    phase: str
    kind: str
    subject: str
    title: str
    state: str
    optional: bool
    session: int | None
    opens_at: datetime | None
    due_at: datetime | None


@dataclass(frozen=True, slots=True)
class Journey:
    """A partner's own steps and the shared ones; `phase` is computed from these alone."""

    episode: uuid.UUID
    title: str
    summary: str
    phase: str
    steps: tuple[JourneyStep, ...]

    def of_phase(self, phase: str) -> tuple[JourneyStep, ...]:
        return tuple(s for s in self.steps if s.phase == phase)


@dataclass(frozen=True, slots=True)
class DueStep:
    """Something pending. `partner` is None for what the couple or the team does about both."""

    episode: uuid.UUID
    couple: uuid.UUID
    couple_name: str
    partner: uuid.UUID | None
    partner_name: str
    side: int | None
    step: str
    title: str
    who: str
    phase: str
    kind: str
    subject: str
    session: int | None
    optional: bool
    state: str
    opens_at: datetime
    due_at: datetime | None
    late_at: datetime | None


@dataclass(frozen=True, slots=True)
class Work:
    """One page of what is pending across a caseload; `more` says whether another page follows."""

    items: tuple[DueStep, ...]
    more: bool


def current_episode(couple: Couple) -> Episode | None:
    """The episode under way; None before the first and after the last."""
    return Episode.objects.filter(couple=couple, closure__isnull=True).first()


def latest_episode(couple: Couple) -> Episode | None:
    """The episode under way, else the last one."""
    return Episode.objects.filter(couple=couple).order_by("-started_at", "-id").first()


def course_of(episode: Episode, at: datetime) -> tuple[rules.StepState, ...]:
    """Where every step of one couple stands: for the team, never for a partner."""
    with seen_whole():
        return rules.course(written(episode), facts_of(episode, at))


def sides_of(episode: Episode) -> dict[str, Partner]:
    """The partners by side ('1', '2')."""
    return {str(p.side): p for p in Partner.objects.filter(couple_id=episode.couple_id)}


def journey_for(partner: Partner, at: datetime) -> Journey | None:
    """The partner's own and the shared steps of the latest episode; None when there is none.

    Read only from this partner's rows and the couple's: what is neither pending nor done is
    later, whatever it waits for.
    """
    episode = latest_episode(partner.couple)
    if episode is None:
        return None
    outline, anchors = written(episode), anchors_of(episode)
    sides, dosed = partners_in(episode)
    slot = sides.get(partner.pk, "")
    own, joint = Q(partner=partner, who__in=PARTNERS), Q(who="couple")
    pending: dict[str, Any] = {
        row.step: row
        for rows in (
            PartnerDue.objects.filter(own, episode=episode),
            JointDue.objects.filter(joint, episode=episode),
        )
        for row in rows
    }
    done = _keys(PartnerStepDone.objects.filter(own, episode=episode, undone=None))
    done |= _keys(JointStepDone.objects.filter(joint, episode=episode, undone=None))
    skipped = _keys(PartnerStepSkipped.objects.filter(own, episode=episode))
    skipped |= _keys(JointStepSkipped.objects.filter(joint, episode=episode))
    steps = []
    for placed in rules.places(outline, tuple(sorted(sides.values())), dosed):
        step, row = placed.step, pending.get(placed.step.key)
        if step.staff or placed.slot not in (slot, "couple"):
            continue
        if step.key in done:
            state = "done"
        elif step.key in skipped:
            state = "skipped"
        elif rules.dropped(step, anchors):
            continue
        else:
            state = _state(row, at) if row else "later"
        steps.append(_journey_step(step, state, row))
    unfinished = {s.phase for s in steps if s.state not in rules.FINISHED and not s.optional}
    phase = next((p for p in PHASES if p in unfinished), PHASES[-1])
    return Journey(episode.pk, outline.title, outline.summary, phase, tuple(steps))


def due_for_partner(partner: Partner, at: datetime, *, limit: int = 20) -> tuple[DueStep, ...]:
    """What this partner can do now, most needed first: their own steps and the couple's."""
    own, joint = _of_partner(partner)
    items = [
        _due_step(row, at)
        for rows in (own, joint)
        for row in rows.filter(_open(at)).order_by(*_ORDER)[:limit]
    ]
    urgency = {"late": 0, "due": 1, "open": 2}
    items.sort(key=lambda d: (d.optional, urgency[d.state], _when(d)))
    return tuple(items[:limit])


def coming_for_partner(partner: Partner, at: datetime, *, limit: int = 3) -> tuple[DueStep, ...]:
    """What opens next for this partner, soonest first."""
    own, joint = _of_partner(partner)
    items = [
        _due_step(row, at)
        for rows in (own, joint)
        for row in rows.filter(opens_at__gt=at).order_by("opens_at", "id")[:limit]
    ]
    return tuple(sorted(items, key=lambda d: d.opens_at)[:limit])


def due_for_team(
    person: Person,
    at: datetime,
    *,
    roles: frozenset[str] | None = None,
    state: str = "due",
    couple: Couple | None = None,
    limit: int = 50,
    offset: int = 0,
) -> Work:
    """What is pending for the couples this person may open, the oldest date first.

    state: "late"; "due" (late ones included); "next" (open, not yet due, optional ones left out).
    """
    couples = couples_of(person, roles)
    chosen = (
        _open(at)
        & {
            "late": Q(late_at__lte=at),
            "due": Q(due_at__lte=at),
            "next": (Q(due_at__gt=at) | Q(due_at=None)) & Q(optional=False),
        }[state]
    )
    chosen &= Q(episode__couple__in=couples if couple is None else couples.filter(pk=couple.pk))
    end = offset + limit + 1
    own = PartnerDue.objects.filter(chosen).select_related("episode__couple", "partner")
    joint = JointDue.objects.filter(chosen).select_related("episode__couple")
    rows = [row for table in (own, joint) for row in table.order_by(*_ORDER)[:end]]
    rows.sort(key=lambda row: (_when(row), row.id))
    page = rows[offset : offset + limit]
    return Work(tuple(_due_step(row, at) for row in page), more=len(rows) > offset + limit)


def counts_for_team(
    person: Person, at: datetime, *, roles: frozenset[str] | None = None
) -> dict[str, int]:
    """How many steps of the caseload are late, and how many due (late ones included)."""
    couples = Q(episode__couple__in=couples_of(person, roles)) & _open(at)
    return {
        state: sum(
            table.objects.filter(couples, **{f"{state}_at__lte": at}).count()
            for table in (PartnerDue, JointDue)
        )
        for state in ("late", "due")
    }


def phases_of(couples: Iterable[uuid.UUID]) -> dict[uuid.UUID, tuple[Episode, str]]:
    """The open episode and its phase of each of these couples: for the team. One query."""
    rows = EpisodePhase.objects.filter(
        episode__couple__in=list(couples), episode__closure__isnull=True
    ).select_related("episode")
    return {row.episode.couple_id: (row.episode, row.phase) for row in rows}


_ORDER = (F("due_at").asc(nulls_last=True), F("id").asc())


def _when(row: Any) -> tuple[bool, float]:
    return row.due_at is None, row.due_at.timestamp() if row.due_at else 0.0


def _open(at: datetime) -> Q:
    return Q(opens_at__lte=at) & (Q(closes_at=None) | Q(closes_at__gt=at))


def _of_partner(partner: Partner) -> tuple[QuerySet[PartnerDue], QuerySet[JointDue]]:
    related = ("episode__couple",)
    own = PartnerDue.objects.filter(partner=partner, who__in=PARTNERS)
    joint = JointDue.objects.filter(episode__couple_id=partner.couple_id, who="couple")
    return own.select_related(*related, "partner"), joint.select_related(*related)


def _keys(rows: QuerySet[Any]) -> set[str]:
    return set(rows.values_list("step", flat=True))


def _state(row: PartnerDue | JointDue, at: datetime) -> str:
    if row.closes_at and at >= row.closes_at:
        return "skipped"
    if at < row.opens_at:
        return "waiting"
    if row.late_at and at >= row.late_at:
        return "late"
    return "due" if row.due_at and at >= row.due_at else "open"


def _journey_step(step: Step, state: str, row: PartnerDue | JointDue | None) -> JourneyStep:
    return JourneyStep(
        step=step.key,
        shared=step.shared,
        phase=step.phase,
        kind=step.kind,
        subject=step.subject,
        title=step.title,
        state=state,
        optional=step.optional,
        session=step.session,
        opens_at=row.opens_at if row else None,
        due_at=row.due_at if row else None,
    )


def _due_step(row: PartnerDue | JointDue, at: datetime) -> DueStep:
    partner = row.partner if isinstance(row, PartnerDue) else None
    couple = row.episode.couple
    step = written(row.episode).step(row.step)
    return DueStep(
        episode=row.episode_id,
        couple=couple.pk,
        couple_name=couple.name,
        partner=partner.pk if partner else None,
        partner_name=partner.first_name if partner else "",
        side=partner.side if partner else None,
        step=row.step,
        title=step.title,
        who=row.who,
        phase=row.phase,
        kind=row.kind,
        subject=row.subject,
        session=step.session,
        optional=row.optional,
        state=_state(row, at),
        opens_at=row.opens_at,
        due_at=row.due_at,
        late_at=row.late_at,
    )
