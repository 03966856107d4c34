"""What seals, opens and signs. Each function is one transaction."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from duologue.measures import loader
from duologue.measures import rules as measures
from duologue.measures.models import Answer, Response, Submission
from duologue.measures.sealed import rules
from duologue.measures.sealed.models import (
    NamedClinician,
    SealedAnswer,
    SealedFinding,
    SealedReading,
    Sealing,
)
from duologue.measures.sealed.queries import CLINICIANS, items_left
from duologue.measures.signals import response_completed
from duologue.people.models import CareTeamMember, Partner, Person
from duologue.people.queries import partners_treated_by
from duologue.privacy.keys import actions as keys
from duologue.privacy.keys import rules as boxes
from duologue.privacy.keys.models import EscrowShare, SealingKey
from duologue.privacy.keys.queries import keys_in_use, ready_escrow
from duologue.privacy.principal import as_system


class NobodyReads(LookupError):
    """Nobody of the care team has a key, so what is answered now would be lost to everybody."""


class NotSealable(ValueError):
    """Plain answers are there already, or this questionnaire is never sealed."""


class NotRead(ValueError):
    """A finding is signed by who has just read the answers."""


class NotTheseShares(ValueError):
    """The two shares are not of one escrow of this clinic."""


@transaction.atomic
def seal(*, response: Response, at: datetime) -> None:
    """Name the clinicians of the care team: from here on, only they read what is answered.

    Raises NobodyReads, NotSealable. Twice is harmless.
    """
    response.lock_open()
    if Sealing.objects.filter(response=response).exists():
        return
    instrument = loader.instrument(response.instrument, response.version)
    if instrument.room != "sealed" and not instrument.sealable:
        raise NotSealable
    if Answer.objects.filter(response=response).exists():
        raise NotSealable
    with as_system():
        team = CareTeamMember.objects.filter(
            couple=response.partner.couple_id, role__in=CLINICIANS, end=None
        )
        people = set(team.values_list("person", flat=True))
        if not people or not (keys_in_use(people) or ready_escrow()):
            raise NobodyReads
        Sealing.objects.create(response=response, at=at)
        NamedClinician.objects.bulk_create(
            NamedClinician(response=response, person_id=person, at=at) for person in sorted(people)
        )


@transaction.atomic
def seal_answer(*, response: Response, item: int, value: float | None, at: datetime) -> None:
    """Keep one answer (None: left out) for its readers and the escrow. The first one stands.

    Raises measures.AnswerError for a value not on offer, AlreadySubmitted after the end.
    """
    seal_answers(response=response, answers={item: value}, at=at)


@transaction.atomic
def seal_answers(*, response: Response, answers: Mapping[int, float | None], at: datetime) -> None:
    """`seal_answer` for several items."""
    response.lock_open()
    instrument = loader.instrument(response.instrument, response.version)
    given = {item: value for item, value in answers.items() if value is not None}
    measures.check(instrument, given)
    still_open = {item.number for item in items_left(response, instrument)}
    with as_system():
        named = NamedClinician.objects.filter(response=response).values_list("person", flat=True)
        readers, escrow = keys_in_use(named), ready_escrow()
        rows = []
        for item in answers.keys() & still_open:
            text = rules.written(response.id, item, answers[item])
            place = {"response": response, "item": item, "at": at}
            for key in readers.values():
                box = boxes.seal(text, bytes(key.public))
                rows.append(SealedAnswer(**place, key=key, box=box))
            if escrow:
                box = boxes.seal_for_both(text, escrow.first, escrow.second)
                rows.append(SealedAnswer(**place, escrow_id=escrow.id, box=box))
        if answers.keys() & still_open and not rows:
            raise NobodyReads
        SealedAnswer.objects.bulk_create(rows)


@transaction.atomic
def hand_in(*, response: Response, by: Person | None, at: datetime) -> None:
    """Finish a sealed response: what was not answered was left out. Nothing is scored here."""
    response.lock_open()
    instrument = loader.instrument(response.instrument, response.version)
    left = {item.number: None for item in items_left(response, instrument)}
    seal_answers(response=response, answers=left, at=at)
    Submission.objects.create(response=response, by=by, at=at)
    response_completed.send(Response, response=response, scored=None, by=by, at=at)


@transaction.atomic
def open_answers(
    *, response: Response, password: str, by: Person, at: datetime
) -> dict[int, float | None]:
    """The answers, for this one request; that they were read is kept. Never keep what is returned.

    Raises keys.NoKey, boxes.WrongPassword, and NobodyReads where none is sealed to this key.
    """
    opened = keys.unlock(person=by, password=password)
    answers = _opened(response, opened)
    if not answers:
        raise NobodyReads
    SealedReading.objects.create(response=response, by=by, at=at)
    return answers


@transaction.atomic
def record_finding(
    *, id: UUID, response: Response, verdict: str, plan: str, by: Person, at: datetime
) -> SealedFinding:
    """Sign what was found. Raises NotRead unless `by` read the answers in the last half hour."""
    fresh = SealedReading.objects.filter(response=response, by=by, at__gt=at - rules.SIGN_WITHIN)
    if not fresh.exists():
        raise NotRead
    finding, _ = SealedFinding.objects.get_or_create(
        id=id,
        defaults={"response": response, "verdict": verdict, "plan": plan, "by": by, "at": at},
    )
    return finding


@transaction.atomic
def give_access(*, partner: Partner, to: Person, password: str, by: Person, at: datetime) -> int:
    """Seal what `by` can open of this partner to a colleague too; returns how many questionnaires.

    Raises keys.NoKey, boxes.WrongPassword, and NobodyReads where the colleague has no key yet.
    """
    opened = keys.unlock(person=by, password=password)
    theirs = keys_in_use([to.pk]).get(to.pk)
    if theirs is None:
        raise NobodyReads
    sealed = Response.objects.filter(partner=partner, named__person=by).distinct()
    return sum(
        _seal_again(response, _opened(response, opened), theirs, by=by, at=at)
        for response in sealed.exclude(sealing=None)
    )


@transaction.atomic
def win_back(*, person: Person, first: str, second: str, at: datetime) -> int:
    """Open by both shares what the escrow holds of the partners this clinician treats, and seal it
    to the key they have now. Returns how many questionnaires. Raises boxes.NotAShare,
    NotTheseShares, NobodyReads.
    """
    shares = [boxes.read_share(text) for text in (first, second)]
    theirs = keys_in_use([person.pk]).get(person.pk)
    if theirs is None:
        raise NobodyReads
    known = {bytes(row.public): row for row in EscrowShare.objects.select_related("escrow")}
    rows = [known.get(boxes.public_of(share)) for share in shares]
    if rows[0] is None or rows[1] is None or rows[0].escrow_id != rows[1].escrow_id:
        raise NotTheseShares
    escrow = rows[0].escrow
    held = {row.holder_id: share for row, share in zip(rows, shares, strict=True) if row}
    if len(held) != 2:
        raise NotTheseShares
    sealed = Response.objects.filter(
        partner__in=partners_treated_by(person), sealed_answers__escrow=escrow
    )
    return sum(
        _seal_again(
            response,
            _by_both(response, escrow.id, held[escrow.first_id], held[escrow.second_id]),
            theirs,
            by=person,
            at=at,
        )
        for response in sealed.distinct()
    )


def _opened(response: Response, opened: keys.Opened) -> dict[int, float | None]:
    return {
        row.item: rules.read(
            boxes.unseal(bytes(row.box), opened.private), response=response.id, item=row.item
        )
        for row in response.sealed_answers.filter(key=opened.id).order_by("item")
    }


def _by_both(
    response: Response, escrow: UUID, first: bytes, second: bytes
) -> dict[int, float | None]:
    return {
        row.item: rules.read(
            boxes.unseal_by_both(bytes(row.box), first, second), response=response.id, item=row.item
        )
        for row in response.sealed_answers.filter(escrow=escrow)
    }


def _seal_again(
    response: Response,
    answers: Mapping[int, float | None],
    key: SealingKey,
    *,
    by: Person,
    at: datetime,
) -> bool:
    """Whether anything was sealed to this key that was not before."""
    have = set(response.sealed_answers.filter(key=key).values_list("item", flat=True))
    new = {item: value for item, value in answers.items() if item not in have}
    NamedClinician.objects.get_or_create(
        response=response, person_id=key.person_id, defaults={"by": by, "at": at}
    )
    SealedAnswer.objects.bulk_create(
        SealedAnswer(
            response=response,
            item=item,
            key=key,
            at=at,
            box=boxes.seal(rules.written(response.id, item, value), bytes(key.public)),
        )
        for item, value in new.items()
    )
    return bool(new)
