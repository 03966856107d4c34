from duologue.people.models import Partner
from duologue.record.erasure.models import ErasureProposal, ErasureRequest


def requests_of(partner: Partner) -> tuple[ErasureRequest, ...]:
    """What this partner asked, newest first, with the answer: for them and their clinicians."""
    rows = ErasureRequest.objects.filter(partner=partner).select_related("by", "answer__by")
    return tuple(rows)


def open_request(partner: Partner) -> ErasureRequest | None:
    """The one that still waits for an answer."""
    return ErasureRequest.objects.filter(partner=partner, answer__isnull=True).first()


def open_proposal(request: ErasureRequest) -> ErasureProposal | None:
    """The erasure that waits for a second clinician."""
    waiting = ErasureProposal.objects.filter(request=request, taken_back=None, request__answer=None)
    return waiting.select_related("by", "request__partner").first()
