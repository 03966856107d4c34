"""Prepare, answer, hand over. Each kind of paper has one owner: the couple, or one partner."""

from collections.abc import Iterable
from datetime import date, datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from duologue.people.models import Couple, Partner, Person
from duologue.people.queries import clinic
from duologue.people.rules import Closed
from duologue.record.disclosure import rules
from duologue.record.disclosure.contents import (
    JOINT,
    OWN,
    Section,
    joint_sections,
    own_sections,
)
from duologue.record.disclosure.models import (
    Disclosure,
    JointDisclosure,
    JointEnding,
    Kind,
    OwnDisclosure,
    OwnEnding,
)
from duologue.record.disclosure.queries import facts_of
from duologue.record.rules import must
from duologue.web import pdf

TEMPLATE = "record/paper.typ"


@transaction.atomic
def prepare_joint(
    *, id: UUID, couple: Couple, kind: str, recipient: str, purpose: str, until: date,
    holds: Iterable[str], letter: str, by: Person, at: datetime,
) -> JointDisclosure:  # fmt: skip
    """A paper of the joint part, for each of the two to sign. The same `id` again is the first."""
    already = JointDisclosure.objects.filter(id=id, couple=couple).first()
    if already:
        return already
    names = [name for name in JOINT if name in set(holds)]
    said = {"kind": kind, "recipient": recipient, "purpose": purpose, "until": until}
    made = _paper(said, couple.name, joint_sections(couple, names, at), letter, at)
    told = _told([JOINT[name][0] for name in names], letter)
    return JointDisclosure.objects.create(
        id=id, couple=couple, **said, holds=told, **made, by=by, at=at
    )


@transaction.atomic
def prepare_own(
    *, id: UUID, partner: Partner, kind: str, recipient: str, purpose: str, until: date,
    holds: Iterable[str], letter: str, by: Person, at: datetime,
) -> OwnDisclosure:  # fmt: skip
    """A paper of one partner's own part, for them alone to sign. The same `id` again is the first."""
    already = OwnDisclosure.objects.filter(id=id, partner=partner).first()
    if already:
        return already
    names = [name for name in OWN if name in set(holds)]
    said = {"kind": kind, "recipient": recipient, "purpose": purpose, "until": until}
    made = _paper(said, partner.first_name, own_sections(partner, names, at), letter, at, own=True)
    told = _told([OWN[name][0] for name in names], letter)
    return OwnDisclosure.objects.create(
        id=id, partner=partner, **said, holds=told, **made, by=by, at=at
    )


@transaction.atomic
def answer_disclosure(
    *,
    disclosure: Disclosure,
    word: str,
    name: str = "",
    sha256: str = "",
    by: Partner,
    at: datetime,
) -> Any:
    """Sign, refuse or take back, each for oneself. Raises `NotPossible`."""
    _wait(disclosure)
    must(rules.may_answer(facts_of(disclosure, at, only=by), by.pk, word, sha256))
    return disclosure.answers.create(  # type: ignore[attr-defined]
        partner=by, word=word, name=name, sha256=sha256 if word == rules.SIGNED else "", at=at
    )


@transaction.atomic
def hand_over(*, disclosure: Disclosure, to: str, by: Person, at: datetime) -> Any:
    """It left the clinic, exactly as signed. Raises `NotPossible`."""
    _wait(disclosure)
    must(rules.may_leave(facts_of(disclosure, at)))
    return _end(disclosure, word=rules.HANDED_OVER, to=to, by=by, at=at)


@transaction.atomic
def withdraw_disclosure(*, disclosure: Disclosure, by: Person, at: datetime) -> Any:
    """The clinic takes the request back; nothing leaves. Twice is once."""
    _wait(disclosure)
    ended = facts_of(disclosure, at).ended
    if ended == rules.HANDED_OVER:
        must(Closed("It has left the clinic already.", "It cannot be taken back."))
    return None if ended else _end(disclosure, word=rules.WITHDRAWN, to="", by=by, at=at)


def _end(disclosure: Disclosure, **what: Any) -> Any:
    model = JointEnding if isinstance(disclosure, JointDisclosure) else OwnEnding
    return model.objects.create(disclosure=disclosure, **what)


def _wait(disclosure: Disclosure) -> None:
    """Answers and handing over wait for each other: a signature taken back has not left."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [str(disclosure.pk)]
        )


def _told(headings: list[str], letter: str) -> str:
    return "; ".join([*headings, *(["A letter"] if letter.strip() else [])])


def _paper(
    said: dict[str, Any],
    whose: str,
    sections: tuple[Section, ...],
    letter: str,
    at: datetime,
    *,
    own: bool = False,
) -> dict[str, Any]:
    ours = clinic()
    values = {
        **said,
        "kind": Kind(said["kind"]).label,
        "whose": whose,
        "clinic": ours.name if ours else "",
        "on": at.date(),
        "own": own,
        "sections": [{"heading": one.heading, "lines": one.lines} for one in sections],
        "letter": [part for part in letter.splitlines() if part.strip()],
    }
    made = pdf.render(TEMPLATE, values)
    return {"paper": made, "sha256": sha256(made).hexdigest()}
