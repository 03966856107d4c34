from datetime import date, datetime

from django.db import transaction

from duologue.people.models import Partner, Person
from duologue.privacy.erasure.actions import erase_own_room
from duologue.record.erasure import rules
from duologue.record.erasure.models import (
    ErasureAnswer,
    ErasureProposal,
    ErasureProposalTakenBack,
    ErasureRequest,
)
from duologue.record.erasure.queries import open_proposal, open_request
from duologue.record.rules import must
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
    """Answer in words, which destroys nothing; to erase, `propose_erasure`. The first answer stands."""
    already = ErasureAnswer.objects.filter(request=request).first()
    if already:
        return already
    if decision == "erase":
        raise ValueError("two people erase: propose it, and let a second clinician confirm")
    return ErasureAnswer.objects.create(
        request=request, decision=decision, kept=kept, kept_until=kept_until, by=by, at=at
    )


@transaction.atomic
def propose_erasure(
    *, request: ErasureRequest, kept: str, kept_until: date | None, by: Person, at: datetime
) -> ErasureProposal:
    """Say that it is to be erased; while one waits, that is the one. Nothing is destroyed yet."""
    _hold(request)
    return open_proposal(request) or ErasureProposal.objects.create(
        request=request, kept=kept, kept_until=kept_until, by=by, at=at
    )


@transaction.atomic
def confirm_erasure(*, proposal: ErasureProposal, by: Person, at: datetime) -> ErasureAnswer:
    """As the second clinician: answer in the words of the first, and destroy. Raises NotPossible."""
    request = proposal.request
    _hold(request)
    must(
        rules.may_confirm(
            ones_own=proposal.by_id == by.pk,
            answered=ErasureAnswer.objects.filter(request=request).exists(),
            taken_back=ErasureProposalTakenBack.objects.filter(proposal=proposal).exists(),
        )
    )
    answer = ErasureAnswer.objects.create(
        request=request,
        decision="erase",
        kept=proposal.kept,
        kept_until=proposal.kept_until,
        by=proposal.by,
        at=at,
    )
    erase_own_room(partner=request.partner, by=by, at=at)
    return answer


@transaction.atomic
def take_back_proposal(
    *, proposal: ErasureProposal, by: Person, at: datetime
) -> ErasureProposalTakenBack:
    """Until it is confirmed any clinician of the couple may take it back; the request waits again."""
    _hold(proposal.request)
    must(
        rules.may_confirm(
            ones_own=False,
            answered=ErasureAnswer.objects.filter(request=proposal.request).exists(),
            taken_back=False,
        )
    )
    taken, _ = ErasureProposalTakenBack.objects.get_or_create(
        proposal=proposal, defaults={"by": by, "at": at}
    )
    return taken


def _hold(request: ErasureRequest) -> None:
    """What is decided about one partner's room waits for each other."""
    Partner.objects.select_for_update(no_key=True).filter(pk=request.partner_id).first()
