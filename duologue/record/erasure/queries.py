from duologue.people.models import Partner
from duologue.record.erasure.models import ErasureRequest


def requests_of(partner: Partner) -> tuple[ErasureRequest, ...]:
    """What this partner asked, newest first, with the answer: for them and their clinicians."""
    rows = ErasureRequest.objects.filter(partner=partner).select_related("by", "answer__by")
    return tuple(rows)


def open_request(partner: Partner) -> ErasureRequest | None:
    """The one that still waits for an answer."""
    return ErasureRequest.objects.filter(partner=partner, answer__isnull=True).first()
