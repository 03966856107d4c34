"""Who may open a response: the partner it belongs to, or whoever came in by its code or link."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q
from django.http import Http404, HttpRequest

from duologue.measures.actions import digest
from duologue.measures.models import AnswerLink, Response
from duologue.measures.queries import sealed_ids

KEY = "answering"


@dataclass(frozen=True)
class Opened:
    """A response somebody may answer now; `ended` when its code or link has run out."""

    response: Response
    by_link: bool
    ended: bool


def open_link(request: HttpRequest, token: str, at: datetime) -> Response | None:
    """Let this browser answer the response of a valid code or link; None if it is not valid."""
    link = (
        AnswerLink.objects.filter(
            token_digest=digest(token),
            expires_at__gt=at,
            withdrawal__isnull=True,
            response__submission__isnull=True,
        )
        .select_related("response")
        .first()
    )
    if link is None:
        return None
    request.session[KEY] = str(link.id)
    return link.response


def opened(request: HttpRequest, response_id: UUID, at: datetime) -> Opened:
    """The response behind an address, for the one person who may see it. Raises Http404.

    A sealed response is answered once and is gone from sight, even from its owner's.
    """
    link_id = request.session.get(KEY)
    if link_id:
        link = (
            AnswerLink.objects.filter(id=link_id, response_id=response_id)
            .select_related("response__partner", "response__submission", "withdrawal")
            .first()
        )
        if link:
            ended = link.expires_at <= at or hasattr(link, "withdrawal")
            return Opened(link.response, True, ended)
    if not request.user.is_authenticated:
        raise Http404
    response = (
        Response.objects.filter(id=response_id, partner__person=request.user)
        .exclude(Q(instrument__in=sealed_ids()) & Q(submission__isnull=False))
        .select_related("partner", "submission")
        .first()
    )
    if response is None:
        raise Http404
    return Opened(response, False, False)


def close_link(request: HttpRequest) -> None:
    request.session.pop(KEY, None)
