"""Every page of the program, found in its addresses, and what fills the gaps of one address."""

import itertools
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.urls.resolvers import RegexPattern

from duologue.calendar.models import Appointment, Room
from duologue.consent.models import Signature
from duologue.dosing.models import (
    Administration,
    DayCheck,
    GateRuling,
    Observation,
    Order,
    StockLot,
)
from duologue.enquiry.models import Enquiry
from duologue.followup.models import ClosingCopy
from duologue.integration.models import Agreement, Insight, Practice
from duologue.measures.models import HeldSubmission, Response
from duologue.notes.models import Note, PsychotherapyNote
from duologue.people.models import Couple, EmergencyGrant, Partner, Person, RoleOffer, StaffRole
from duologue.preparation.models import Intention
from duologue.privacy.addresses import page_id
from duologue.programme.models import PartnerDue
from duologue.record.disclosure.models import JointDisclosure, OwnDisclosure
from duologue.safety.models import AccessAlert, AdverseEvent, Alert
from duologue.screening.models import Clearance
from duologue.sharing.models import Release
from duologue.workshops.models import Cohort

SOME = 4  # rows of a kind that are tried for one address
Ids = Mapping[str, Sequence[object]]


@dataclass(frozen=True)
class Page:
    name: str
    gaps: tuple[str, ...]

    def addresses(self, ids: Ids) -> Iterator[str]:
        """Its addresses with these ids; none where a gap cannot be filled."""
        for chosen in itertools.product(*(ids.get(gap, ()) for gap in self.gaps)):
            yield reverse(self.name, kwargs=dict(zip(self.gaps, chosen, strict=True)))


def named_pages() -> list[Page]:
    return sorted(set(_named(get_resolver().url_patterns, ())), key=lambda page: page.name)


def _named(patterns: Iterable[Any], gaps: tuple[str, ...]) -> Iterator[Page]:
    for pattern in patterns:
        its = pattern.pattern
        regex = its.regex.groupindex if isinstance(its, RegexPattern) else ()
        inner = (*gaps, *its.converters, *regex)
        if isinstance(pattern, URLResolver):
            yield from _named(pattern.url_patterns, inner)
        elif isinstance(pattern, URLPattern) and pattern.name:
            yield Page(pattern.name, inner)


def ids_around(couple: Couple) -> dict[str, list[object]]:
    """What the addresses of a couple's pages, and of the clinic's own, can be filled with."""
    partners = list(couple.partners.order_by("side"))
    of_both = {"partner__in": partners}
    # The session nearest to now is the one that is open.
    sessions = Appointment.objects.filter(couple=couple, kind="medicine", cancellation=None)
    appointments = Appointment.objects.filter(couple=couple, kind="medicine")
    found: dict[str, list[object]] = {
        "couple_id": [couple.pk],
        "partner_id": [partner.pk for partner in partners],
        "session_id": _some(sessions.order_by("-starts_at")),
        "appointment_id": _some(appointments.order_by("-starts_at")),
        "check_id": _some(DayCheck.objects.filter(**of_both).order_by("-at")),
        "dose_id": _some(Administration.objects.filter(**of_both).order_by("-at")),
        "observation_id": _some(Observation.objects.filter(**of_both).order_by("-at")),
        "order_id": _some(Order.objects.filter(**of_both).order_by("-at")),
        "ruling_id": _some(GateRuling.objects.filter(**of_both)),
        "note_id": _some(Note.objects.filter(couple=couple, signature=None).order_by("-at"))
        + _some(Note.objects.filter(couple=couple).exclude(signature=None).order_by("-at")),
        "own_note_id": _some(PsychotherapyNote.objects.filter(couple=couple)),
        "grant_id": _some(EmergencyGrant.objects.filter(**of_both)),
        "alert_id": _some(Alert.objects.filter(**of_both)),
        "access_id": _some(AccessAlert.objects.all()),
        "offer_id": _some(RoleOffer.objects.filter(answer=None)),
        "event_id": _some(AdverseEvent.objects.filter(**of_both)),
        "clearance_id": _some(Clearance.objects.filter(**of_both)),
        "signature_id": _some(Signature.objects.filter(**of_both).order_by("-at")),
        "copy_id": _some(ClosingCopy.objects.filter(closing__couple=couple)),
        "insight_id": _some(Insight.objects.filter(**of_both)),
        "intention_id": _some(Intention.objects.filter(**of_both)),
        "practice_id": _some(Practice.objects.filter(**of_both)),
        "agreement_id": _some(Agreement.objects.filter(couple=couple)),
        "paper_id": _some(JointDisclosure.objects.filter(couple=couple))
        + _some(OwnDisclosure.objects.filter(**of_both)),
        "release_id": _some(Release.objects.filter(couple=couple)),
        "response_id": _some(Response.objects.filter(**of_both, submission=None))
        + _some(Response.objects.filter(**of_both, instrument="csi-16").order_by("-at"))[:1],
        "sealed_id": _some(Response.objects.filter(**of_both).exclude(sealing=None)),
        "page": list(_opaque(partners)),
        "held_id": _some(HeldSubmission.objects.filter(resolution=None)),
        "enquiry_id": _some(Enquiry.objects.order_by("-at")),
        "cohort_id": _some(Cohort.objects.all()),
        "room_id": _some(Room.objects.filter(closure=None)),
        "lot_id": _some(StockLot.objects.all()),
        "person_id": _some(Person.objects.filter(staff_roles__role="monitor")),
        "role_id": _some(StaffRole.objects.all()),
        "member_id": _some(couple.care_team.all()),
        "invitation_id": [uuid.uuid4()],
        "number": [1],
        "instrument_id": ["csi-16"],
        "key": ["okafor"],
    }
    return found


def _opaque(partners: Iterable[Partner]) -> Iterator[UUID]:
    """Pages that a partner opens by a name, under the ids that stand for it."""
    for partner in partners:
        yield page_id(partner.pk, "answers", "csi-16")
        yield page_id(partner.pk, "lessons", "what-ketamine-is")
        for document in ("treatment", "touch", "big-decisions"):
            yield page_id(partner.pk, "papers", document)
        due = PartnerDue.objects.filter(partner=partner, kind="answer")
        for step in due.values_list("step", flat=True)[:SOME]:
            yield page_id(partner.pk, "questions", step)


def _some(rows: Any) -> list[object]:
    return list(rows.values_list("pk", flat=True)[:SOME])


class OnlyActs(Exception):
    """There is nothing to open at this address: it takes what was sent by a form."""


def opened_by(
    page: Page, observers: Mapping[str, Client], ids: Sequence[Ids]
) -> tuple[str, str] | None:
    """Who sees this page at which address: the first observer it opens for; None for nobody.

    Raises OnlyActs.
    """
    for around in ids:
        for address in page.addresses(around):
            for name, client in observers.items():
                status = client.get(address).status_code
                if status == 200:
                    return name, address
                if status == 405:
                    raise OnlyActs
    return None


def signed_in(person: Person | None) -> Client:
    client = Client()
    if person is not None:
        client.force_login(person)
    return client
