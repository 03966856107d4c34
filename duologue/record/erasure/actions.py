from datetime import date, datetime

from django.db import transaction

from duologue.people.models import Partner, Person
from duologue.privacy.erasure.actions import erase_own_room
from duologue.record.erasure.models import ErasureAnswer, ErasureRequest
from duologue.record.erasure.queries import open_request
from duologue.record.signals import erasure_asked


@transaction.atomic
def ask_for_erasure(*, partner: Partner, asked: str, by: Person, at: datetime) -> ErasureRequest:
    """Ask once; while it waits, asking again is the same request. It reaches a clinician."""
    waiting = open_request(partner)
    if waiting:
        return waiting
    made = ErasureRequest.objects.create(partner=partner, asked=asked, by=by, at=at)
    erasure_asked.send(ErasureRequest, partner=partner, by=by, at=at)
    return made


@transaction.atomic
def answer_erasure(
    *, request: ErasureRequest, decision: str, kept: str, kept_until: date | None,
    by: Person, at: datetime,
) -> ErasureAnswer:  # fmt: skip
    """Answer in words, and erase where that is the answer. The first answer stands."""
    already = ErasureAnswer.objects.filter(request=request).first()
    if already:
        return already
    answer = ErasureAnswer.objects.create(
        request=request, decision=decision, kept=kept, kept_until=kept_until, by=by, at=at
    )
    if decision == "erase":
        erase_own_room(partner=request.partner, by=by, at=at)
    return answer
