"""Open a cohort, fill it, write its timetable, book it for everybody."""

import uuid
from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from duologue.calendar import rules as calendar_rules
from duologue.calendar.actions import Unfit, book
from duologue.calendar.models import Room
from duologue.people.models import Partner, Person
from duologue.workshops.models import (
    Cohort,
    CohortBooking,
    CohortMember,
    CohortSession,
    Facilitator,
)


@transaction.atomic
def open_cohort(
    *,
    id: uuid.UUID,
    name: str,
    starts_on: date,
    facilitators: Sequence[Person],
    by: Person,
    at: datetime,
) -> Cohort:
    """A new cohort with its facilitators; the same `id` again returns the first."""
    cohort, fresh = Cohort.objects.get_or_create(
        id=id, defaults={"name": name, "starts_on": starts_on, "by": by, "at": at}
    )
    if fresh:
        Facilitator.objects.bulk_create(
            Facilitator(cohort=cohort, person=person, at=at) for person in facilitators
        )
    return cohort


@transaction.atomic
def take_in(*, cohort: Cohort, partners: Sequence[Partner], by: Person, at: datetime) -> None:
    """These partners take part; those who do already stay."""
    for partner in partners:
        CohortMember.objects.get_or_create(
            cohort=cohort, partner=partner, defaults={"by": by, "at": at}
        )


@transaction.atomic
def plan_session(
    *,
    id: uuid.UUID,
    cohort: Cohort,
    kind: str,
    session_number: int | None,
    room: Room | None,
    starts_at: datetime,
    ends_at: datetime,
    by: Person,
    at: datetime,
) -> CohortSession:
    """A line of the timetable; the same `id` again returns the first. Raises Unfit."""
    span = calendar_rules.Span(starts_at, ends_at)
    wrong = calendar_rules.wrong_with(kind, partners=2, session_number=session_number, span=span)
    if wrong:
        raise Unfit(wrong)
    values = {"cohort": cohort, "kind": kind, "session_number": session_number, "room": room}
    values |= {"starts_at": starts_at, "ends_at": ends_at, "by": by, "at": at}
    return CohortSession.objects.get_or_create(id=id, defaults=values)[0]


@transaction.atomic
def book_everybody(*, cohort: Cohort, by: Person, at: datetime) -> int:
    """Book every line of the timetable for every couple that is not booked yet; all or nothing.

    Returns how many appointments were made. Raises Taken with who is in the way.
    """
    Cohort.objects.select_for_update(of=("self",)).get(id=cohort.id)
    couples: dict[uuid.UUID, list[Partner]] = defaultdict(list)
    members = CohortMember.objects.filter(cohort=cohort).select_related("partner__couple")
    for member in members.order_by("partner__side"):
        couples[member.partner.couple_id].append(member.partner)
    staff = [f.person for f in cohort.facilitators.select_related("person")]
    made = 0
    for session in cohort.timetable.select_related("room"):
        booked = set(
            session.bookings.filter(appointment__cancellation__isnull=True).values_list(
                "appointment__couple_id", flat=True
            )
        )
        for couple_id, partners in couples.items():
            if couple_id in booked:
                continue
            appointment = book(
                id=uuid.uuid4(),
                couple=partners[0].couple,
                kind=session.kind,
                session_number=session.session_number,
                partners=partners,
                staff=staff,
                room=session.room,
                starts_at=session.starts_at,
                ends_at=session.ends_at,
                group=session.id,
                by=by,
                at=at,
            )
            CohortBooking.objects.create(session=session, appointment=appointment, at=at)
            made += 1
    return made
