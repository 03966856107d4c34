"""Who may open a response: the partner it belongs to, or whoever came in by its code or link."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.http import Http404, HttpRequest

from duologue.measures import loader
from duologue.measures.actions import digest
from duologue.measures.models import AnswerLink, Response
from duologue.privacy.principal import act_for, as_system

KEY = "answering"
SEALED_KEY = "answering_sealed"
SITTING = 2 * 60 * 60  # seconds, as long as a code


@dataclass(frozen=True)
class Opened:
    """A response somebody may answer now; `ended` when its code or link has run out."""

    response: Response
    by_link: bool
    ended: bool


def open_link(request: HttpRequest, token: str, at: datetime) -> Response | None:
    """Let this browser answer the response of a valid code or link; None if it is not valid."""
    valid = AnswerLink.objects.filter(
        token_digest=digest(token),
        expires_at__gt=at,
        withdrawal__isnull=True,
        response__submission__isnull=True,
    )
    with as_system():
        link = valid.select_related("response").first()
    if link is None:
        return None
    request.session[KEY] = str(link.id)
    return link.response


def opened(request: HttpRequest, response_id: UUID, at: datetime) -> Opened:
    """The response behind an address, for the one person who may see it. Raises Http404.

    A sealed response opens by its code alone, or in the sitting in which its owner sealed it:
    at the next sign-in it is gone from sight, even from its owner's. One that could have been
    sealed is gone as well once it is handed in: what is gone must not tell how it was answered.
    """
    link_id = request.session.get(KEY)
    if link_id:
        held = AnswerLink.objects.filter(id=link_id, response_id=response_id).select_related(
            "response__partner", "response__submission", "withdrawal"
        )
        with as_system():
            link = held.first()
        if link:
            act_for(link.response.partner_id)
            ended = link.expires_at <= at or hasattr(link, "withdrawal")
            return Opened(link.response, True, ended)
    if not request.user.is_authenticated:
        raise Http404
    response = (
        Response.objects.filter(id=response_id, partner__person=request.user)
        .select_related("partner", "submission", "sealing")
        .first()
    )
    if response is None:
        raise Http404
    sealed = hasattr(response, "sealing")
    if hasattr(response, "submission"):
        gone = sealed or loader.instrument(response.instrument, response.version).sealable
    else:
        gone = sealed and not _same_sitting(request, response, at)
    if gone:
        raise Http404
    return Opened(response, False, False)


def sit_down(request: HttpRequest, response: Response, at: datetime) -> None:
    """Let this browser go on with the response that its owner has just sealed."""
    request.session[SEALED_KEY] = [str(response.id), at.timestamp() + SITTING]


def _same_sitting(request: HttpRequest, response: Response, at: datetime) -> bool:
    sitting, until = request.session.get(SEALED_KEY, ("", 0))
    return sitting == str(response.id) and at.timestamp() < until


def close_link(request: HttpRequest) -> None:
    request.session.pop(KEY, None)
    request.session.pop(SEALED_KEY, None)
