from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from duologue.people.models import Couple, Partner
from duologue.people.rules import Closed, Open
from duologue.record.disclosure import rules
from duologue.record.disclosure.models import Disclosure, JointDisclosure, OwnDisclosure


@dataclass(frozen=True)
class Asked:
    """A paper as one partner sees it: what it is, their own answer, and whether it has left.

    What the other answered stands nowhere here, nor whether they did.
    """

    id: UUID
    kind: str
    recipient: str
    purpose: str
    holds: str
    until: date
    sha256: str
    at: datetime
    mine: str
    mine_at: datetime | None
    ended: str
    ended_at: datetime | None
    to: str
    over: bool


@dataclass(frozen=True)
class AnswerLine:
    name: str
    side: int
    word: str
    at: datetime | None


@dataclass(frozen=True)
class Prepared:
    """A paper as the therapist sees it: who has answered, and whether it may leave."""

    row: Disclosure
    answers: tuple[AnswerLine, ...]
    may_leave: Open | Closed
    ended: Any

    @property
    def open(self) -> bool:
        return isinstance(self.may_leave, Open)


def facts_of(disclosure: Disclosure, at: datetime, only: Partner | None = None) -> rules.Facts:
    """What the rules need. `only`: as far as that partner may read."""
    answers = disclosure.answers.all()  # type: ignore[attr-defined]
    rows = answers.filter(partner=only) if only else answers
    newest = {row.partner_id: rules.Answered(row.word, row.sha256) for row in rows}
    ending = type(disclosure).ending.related.related_model.objects.filter(disclosure=disclosure)  # type: ignore[attr-defined]
    return rules.Facts(
        needed=frozenset(partner.pk for partner in owners_of(disclosure)),
        answers=newest,
        sha256=disclosure.sha256,
        until=disclosure.until,
        on=timezone.localdate(at),
        ended=next(iter(ending.values_list("word", flat=True)), ""),
    )


def owners_of(disclosure: Disclosure) -> tuple[Partner, ...]:
    """Whose signatures it takes."""
    if isinstance(disclosure, JointDisclosure):
        return tuple(disclosure.couple.partners.all())
    return (disclosure.partner,)  # type: ignore[attr-defined]


def rows_for(partner: Partner, joint: bool) -> Any:
    """The papers this partner may read: of the couple's shared part, or their own."""
    rows = (
        JointDisclosure.objects.filter(couple_id=partner.couple_id)
        if joint
        else OwnDisclosure.objects.filter(partner=partner)
    )
    return rows.select_related("ending")


def asked_of(partner: Partner, at: datetime, *, joint: bool) -> tuple[Asked, ...]:
    """Their list, newest first. Two queries."""
    rows = list(rows_for(partner, joint).defer("paper"))
    mine: dict[UUID, Any] = {}
    if rows:
        answers = type(rows[0]).answers.rel.related_model.objects  # type: ignore[attr-defined]
        for row in answers.filter(partner=partner, disclosure__in=rows):
            mine[row.disclosure_id] = row
    return tuple(_asked(row, mine.get(row.pk), at) for row in rows)


def _asked(row: Any, mine: Any, at: datetime) -> Asked:
    ending = getattr(row, "ending", None)
    return Asked(
        id=row.pk, kind=row.get_kind_display(), recipient=row.recipient, purpose=row.purpose,
        holds=row.holds, until=row.until, sha256=row.sha256, at=row.at,
        mine=mine.word if mine else "", mine_at=mine.at if mine else None,
        ended=ending.word if ending else "", ended_at=ending.at if ending else None,
        to=ending.to if ending else "",
        over=bool(ending) or timezone.localdate(at) > row.until,
    )  # fmt: skip


def prepared_for(rows: Any, owners: tuple[Partner, ...], at: datetime) -> tuple[Prepared, ...]:
    """Papers for the team, newest first. Two queries."""
    found = list(rows.select_related("ending", "by").defer("paper").prefetch_related("answers"))
    return tuple(_prepared(row, owners, at) for row in found)


def joint_rows(couple: Couple) -> Any:
    return JointDisclosure.objects.filter(couple=couple)


def own_rows(partner: Partner) -> Any:
    return OwnDisclosure.objects.filter(partner=partner)


def _prepared(row: Any, owners: tuple[Partner, ...], at: datetime) -> Prepared:
    newest = {answer.partner_id: answer for answer in row.answers.all()}
    ending = getattr(row, "ending", None)
    facts = rules.Facts(
        needed=frozenset(one.pk for one in owners),
        answers={pk: rules.Answered(a.word, a.sha256) for pk, a in newest.items()},
        sha256=row.sha256,
        until=row.until,
        on=timezone.localdate(at),
        ended=ending.word if ending else "",
    )
    lines = tuple(
        AnswerLine(
            one.first_name,
            one.side,
            newest[one.pk].word if one.pk in newest else "waiting",
            newest[one.pk].at if one.pk in newest else None,
        )
        for one in owners
    )
    return Prepared(row, lines, rules.may_leave(facts), ending)
