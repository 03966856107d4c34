"""Who may come in: decorators for pages. A wrong person meets the same 404 as a wrong address."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from duologue.people.models import CareTeamMember, Partner, Person
from duologue.people.parting import parted
from duologue.people.queries import (
    open_grants,
    partner_of,
    partners_in_emergency,
    partners_of_couples,
    roles_of,
)
from duologue.people.rules import CLINICAL_ROLES

View = Callable[..., HttpResponse]
JOINT, STILL_OPEN = "/our-room/", "/our-room/copies/"


def for_partner(view: View) -> View:
    """Only a signed-in partner; sets `request.partner` (with its couple)."""

    @login_required
    @wraps(view)
    def inner(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        partner = partner_of(request.user)  # type: ignore[arg-type]
        if partner is None:
            raise Http404
        request.partner = partner  # type: ignore[attr-defined]
        request.roles = frozenset()  # type: ignore[attr-defined]
        if _closed_by_parting(request, partner):
            return render(
                request, "people/parted.html", status=200 if request.method == "GET" else 409
            )
        return view(request, *args, **kwargs)

    return inner


def _closed_by_parting(request: HttpRequest, partner: Partner) -> bool:
    """After a separation the shared room is closed, but for papers that both would sign."""
    joint = request.path.startswith(JOINT) and not request.path.startswith(STILL_OPEN)
    sharing = request.path.startswith("/my-room/") and request.path.endswith("/release/")
    return (joint or sharing) and parted(partner.couple, timezone.now())


def for_reading_alone(request: HttpRequest, named: dict[str, object]) -> bool:
    """Whether the address names a partner whose record is open to this person by an emergency only."""
    partner_id = named.get("partner_id")
    if partner_id is None:
        return False
    person: Person = request.user  # type: ignore[assignment]
    return (
        partners_in_emergency(person).filter(partner_id=partner_id).exists()
        and not partners_of_couples(person).filter(pk=partner_id).exists()
    )


def _only_elsewhere(
    request: HttpRequest, named: dict[str, object], allowed: frozenset[str]
) -> bool:
    """Whether a clinician's page is about somebody whom this person does not treat in that role.

    Who holds one role reaches only whom they treat in it; who also coordinates, or treats others
    in another, would meet a page that looks empty and is only closed to them.
    """
    partner_id, couple_id = named.get("partner_id"), named.get("couple_id")
    clinical = bool(allowed) and allowed <= CLINICAL_ROLES and bool(partner_id or couple_id)
    if not clinical or len(request.roles) < 2:  # type: ignore[attr-defined]
        return False
    person: Person = request.user  # type: ignore[assignment]
    care = CareTeamMember.objects.filter(person=person, end=None, role__in=allowed)
    whom = {"couple": couple_id} if couple_id else {"couple__partners": partner_id}
    if care.filter(**whom).exists():
        return False
    opened = open_grants(person, timezone.now()).filter(role__in=allowed)
    return not opened.filter(partner=partner_id).exists()


def for_team(*allowed: str) -> Callable[[View], View]:
    """Only staff who hold one of `allowed` roles (none named: any role); sets `request.roles`."""

    def door(view: View) -> View:
        @login_required
        @wraps(view)
        def inner(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
            roles = roles_of(request.user)  # type: ignore[arg-type]
            if not roles or (allowed and not roles & set(allowed)):
                raise Http404
            if request.method not in ("GET", "HEAD") and for_reading_alone(request, kwargs):
                raise Http404
            request.partner = None  # type: ignore[attr-defined]
            request.roles = roles  # type: ignore[attr-defined]
            if _only_elsewhere(request, kwargs, frozenset(allowed)):
                raise Http404
            return view(request, *args, **kwargs)

        inner.allowed = frozenset(allowed)  # type: ignore[attr-defined]  # for the navigation
        return inner

    return door
