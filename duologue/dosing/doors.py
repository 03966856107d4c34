"""A place at a session: only staff who may open it, only a partner who is dosed in it."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from uuid import UUID

from django.contrib.postgres.aggregates import ArrayAgg
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from duologue.audit.subjects import Subject, about
from duologue.calendar.models import Appointment
from duologue.dosing.places import CLINICAL, dosed_at, partners_at, sessions_of
from duologue.people.doors import for_team
from duologue.people.models import Partner
from duologue.programme.models import Episode
from duologue.programme.queries import current_episode


@dataclass(frozen=True)
class Place:
    session: Appointment
    partner: Partner
    episode: Episode | None
    dosed: int


def at_session(*roles: str) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """The view gets the session; anybody else meets a 404."""

    def door(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @for_team(*(roles or CLINICAL))
        @wraps(view)
        def inner(
            request: HttpRequest, session_id: UUID, *args: object, **kwargs: object
        ) -> HttpResponse:
            session = _session(request, session_id)
            return view(request, session, *args, **kwargs)

        return inner

    return door


def at_place(*roles: str) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """The view gets the place of one dosed partner; an untreated partner has none."""

    def door(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @for_team(*(roles or CLINICAL))
        @wraps(view)
        def inner(
            request: HttpRequest, session_id: UUID, partner_id: UUID, **kwargs: object
        ) -> HttpResponse:
            session = _session(request, session_id)
            present = partners_at(session)
            partner = next((p for p in present if p.pk == partner_id), None)
            episode = current_episode(session.couple)
            dosed = dosed_at(session, present, episode)
            if partner is None or partner_id not in dosed:
                raise Http404
            return view(request, Place(session, partner, episode, len(dosed)), **kwargs)

        return inner

    return door


def _session(request: HttpRequest, session_id: UUID) -> Appointment:
    sessions = sessions_of(request.user, request.roles)
    found = get_object_or_404(
        sessions.annotate(invited_ids=ArrayAgg("invited__partner_id")), id=session_id
    )
    if hasattr(found, "cancellation"):
        raise Http404
    alone = found.invited_ids[0] if len(found.invited_ids) == 1 else None
    about(request, Subject(alone) if alone else Subject(couple=found.couple_id))
    return found
