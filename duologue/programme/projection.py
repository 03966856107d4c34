"""From rows to the engine's facts, and from the engine's answer to the rows that say what is due."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import CharField, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Cast

from duologue.people.models import Partner
from duologue.privacy.principal import as_system
from duologue.programme import rules
from duologue.programme.loader import programme
from duologue.programme.models import (
    Anchor,
    Episode,
    EpisodeClosure,
    EpisodeDosed,
    EpisodePhase,
    JointDue,
    JointStepDone,
    JointStepSkipped,
    PartnerDue,
    PartnerStepDone,
    PartnerStepSkipped,
    Pending,
)
from duologue.programme.outline import Programme

PENDING = (
    "who", "phase", "kind", "subject", "optional", "opens_at", "due_at", "late_at", "closes_at",
)  # fmt: skip
ALL = Q()


def written(episode: Episode) -> Programme:
    """The programme of an episode in the version it began with."""
    return programme(episode.programme, episode.programme_version)


@dataclass(frozen=True, slots=True)
class Taking:
    """Who takes part: partner id to side, and the dosed sides, first turn first."""

    side_of: dict[Any, str]
    dosed: tuple[str, ...]

    @property
    def sides(self) -> tuple[str, ...]:
        return tuple(sorted(self.side_of.values()))


def partners_in(episode: Episode, both: Sequence[Partner] = ()) -> Taking:
    """Who takes part in an episode. One query; none for an episode that knows its turns, and its `both`.

    A partner who takes no medicine takes part once they have joined.
    """
    in_turn = getattr(episode, "in_turn", None)
    if in_turn is not None and len(both) == 2:
        turns = {pk: turn for turn, pk in enumerate(in_turn, start=1)}
        rows = [(one.pk, one.side, one.person_id, turns.get(one.pk)) for one in both]
    else:
        turn = EpisodeDosed.objects.filter(episode=episode, partner=OuterRef("pk")).values("turn")
        rows = list(
            Partner.objects.filter(couple_id=episode.couple_id)
            .annotate(turn=Subquery(turn[:1]))
            .order_by("side")
            .values_list("pk", "side", "person_id", "turn")
        )
    sides = {pk: str(side) for pk, side, person, turn in rows if person or turn}
    dosed = sorted((turn, str(side)) for _, side, _, turn in rows if turn)
    return Taking(sides, tuple(side for _, side in dosed))


def anchors_of(episode: Episode) -> dict[str, datetime]:
    return anchors_in(Anchor.objects.filter(episode=episode))


def anchors_in(rows: QuerySet[Anchor]) -> dict[str, datetime]:
    """The dates that hold among these rows of one episode."""
    named = rows.order_by("nth").values_list("name", "at")
    return {name: at for name, at in dict(named).items() if at is not None}


def facts_of(episode: Episode, at: datetime, taking: Taking | None = None) -> rules.Facts:
    """Everything the engine needs to know of one episode. Three queries."""
    taking = taking or partners_in(episode)
    done: dict[rules.Place, datetime] = {}
    skipped: dict[rules.Place, str] = {}
    for side, who, step, when, reason in finished(episode):
        place = step, str(side) if side else _slot(who)
        if reason is None:
            done[place] = when
        else:
            skipped[place] = reason
    return rules.Facts(
        started=episode.started_at,
        at=at,
        sides=taking.sides,
        dosed=taking.dosed,
        done=done,
        skipped=skipped,
        anchors=anchors_of(episode),
    )


def finished(episode: Episode, own: Q = ALL, joint: Q = ALL) -> QuerySet[Any, Any]:
    """Done and skipped steps as (side or 0, who, step, at, reason or None if done). One query."""
    columns = ("side", "who", "step", "at", "why")
    nothing = Cast(Value(None), CharField())
    of_partner, of_both = F("partner__side"), Value(0)
    return (
        PartnerStepDone.objects.filter(own, episode=episode, undone=None)
        .annotate(side=of_partner, why=nothing)
        .values_list(*columns)
        .union(
            JointStepDone.objects.filter(joint, episode=episode, undone=None)
            .annotate(side=of_both, why=nothing)
            .values_list(*columns),
            PartnerStepSkipped.objects.filter(own, episode=episode)
            .annotate(side=of_partner, why=F("reason"))
            .values_list(*columns),
            JointStepSkipped.objects.filter(joint, episode=episode)
            .annotate(side=of_both, why=F("reason"))
            .values_list(*columns),
            all=True,
        )
    )


def _slot(who: str) -> str:
    return "couple" if who == "couple" else "team"


def rebuild(episode: Episode, *, at: datetime, taking: Taking | None = None) -> None:
    """Write what is pending now. The caller holds the lock on the episode's row.

    Only rows that differ are written, so that nothing of one partner is touched by what the
    other did. Rows carry times, not states: they stay right as time goes by.
    """
    taking = taking or partners_in(episode)
    partner_at = {side: pk for pk, side in taking.side_of.items()}
    with as_system():
        states = rules.course(written(episode), facts_of(episode, at, taking))
        closed = EpisodeClosure.objects.filter(episode=episode).exists()
        own: dict[tuple[Any, ...], dict[str, Any]] = {}
        joint: dict[tuple[Any, ...], dict[str, Any]] = {}
        for state in () if closed else rules.pending(states):
            row = {
                "who": state.of.who,
                "phase": state.of.phase,
                "kind": state.of.kind,
                "subject": state.of.subject,
                "optional": state.of.optional,
                "opens_at": state.opens_at or episode.started_at,
                "due_at": state.due_at,
                "late_at": state.late_at,
                "closes_at": state.closes_at,
            }
            if state.slot in rules.SIDES:
                own[partner_at[state.slot], state.step] = row
            else:
                joint[(state.step,)] = row
        _write(PartnerDue, episode, ("partner_id", "step"), own)
        _write(JointDue, episode, ("step",), joint)
        phase = rules.current_phase(states)
        EpisodePhase.objects.bulk_create(
            [EpisodePhase(episode=episode, phase=phase)],
            update_conflicts=True,
            unique_fields=["episode"],
            update_fields=["phase"],
        )


def _write(
    model: type[models.Model],
    episode: Episode,
    keys: tuple[str, ...],
    wanted: dict[tuple[Any, ...], dict[str, Any]],
) -> None:
    rows: dict[tuple[Any, ...], Pending] = {
        tuple(getattr(row, key) for key in keys): row
        for row in model._default_manager.filter(episode=episode)  # type: ignore[misc]
    }
    gone = [row.pk for key, row in rows.items() if key not in wanted]
    moved = []
    for key, row in rows.items():
        values = wanted.get(key)
        if values and any(getattr(row, name) != values[name] for name in PENDING):
            for name in PENDING:
                setattr(row, name, values[name])
            moved.append(row)
    new = [
        model(episode=episode, **dict(zip(keys, key, strict=True)), **values)
        for key, values in wanted.items()
        if key not in rows
    ]
    if gone:
        model._default_manager.filter(pk__in=gone).delete()
    if moved:
        model._default_manager.bulk_update(moved, PENDING)
    if new:
        model._default_manager.bulk_create(new)
