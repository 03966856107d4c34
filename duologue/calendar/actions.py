"""Book, move, cancel, and say who came."""

import hashlib
import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from duologue.calendar import rules, signals
from duologue.calendar.models import (
    Appointment,
    AppointmentCancellation,
    AppointmentMove,
    AppointmentPartner,
    AppointmentStaff,
    Attendance,
    Claim,
    Feed,
    FeedEnd,
    Outcome,
    Room,
)
from duologue.people.models import Couple, Partner, Person
from duologue.people.parting import must_be_together

LOCK = 7_201_001  # any constant: bookings of a clinic wait for each other


class Unfit(Exception):
    """A booking that does not fit together; `reasons` say why and what to do."""

    def __init__(self, reasons: Sequence[rules.Closed]) -> None:
        super().__init__("; ".join(reason.reason for reason in reasons))
        self.reasons = tuple(reasons)


class Taken(Exception):
    """Somebody or something is taken at that time; `free` are times at which all are free."""

    def __init__(self, taken: Sequence[rules.Busy], free: Sequence[rules.Span]) -> None:
        super().__init__(", ".join(busy.name for busy in taken))
        self.taken, self.free = tuple(taken), tuple(free)


@transaction.atomic
def book(
    *,
    id: UUID,
    couple: Couple,
    kind: str,
    partners: Sequence[Partner],
    staff: Sequence[Person],
    room: Room | None,
    starts_at: datetime,
    ends_at: datetime,
    session_number: int | None = None,
    group: UUID | None = None,
    by: Person,
    at: datetime,
) -> Appointment:
    """Book an appointment. The same `id` again changes nothing and returns the first.

    Appointments of one `group` share their room and staff. Raises Unfit and Taken.
    """
    _wait_for_other_bookings()
    already = Appointment.objects.filter(id=id).first()
    if already:
        return already
    if len(partners) > 1:
        must_be_together(couple, at)
    span = rules.Span(starts_at, ends_at)
    wrong = rules.wrong_with(kind, partners=len(partners), session_number=session_number, span=span)
    if wrong or any(partner.couple_id != couple.pk for partner in partners):
        raise Unfit(wrong or [rules.Closed("not a partner of this couple", "Choose again")])
    appointment = Appointment(
        id=id,
        couple=couple,
        kind=kind,
        session_number=session_number,
        room=room,
        starts_at=starts_at,
        ends_at=ends_at,
        group=group,
        by=by,
        at=at,
    )
    own = {partner.pk: partner.first_name for partner in partners}
    common = {person.pk: person.name for person in staff}
    common |= {room.pk: room.name} if room else {}
    if group is None:
        _claim(id, own | common, span)
    else:
        held = Claim.objects.filter(booking=group).values_list("holder", flat=True)
        _claim(id, own, span)
        _claim(group, {h: name for h, name in common.items() if h not in set(held)}, span)
    appointment.save(force_insert=True)
    AppointmentPartner.objects.bulk_create(
        AppointmentPartner(appointment=appointment, partner=partner) for partner in partners
    )
    AppointmentStaff.objects.bulk_create(
        AppointmentStaff(appointment=appointment, person=person) for person in staff
    )
    signals.appointment_booked.send(Appointment, appointment=appointment, by=by, at=at)
    return appointment


@transaction.atomic
def move(
    *,
    appointment: Appointment,
    starts_at: datetime,
    ends_at: datetime,
    room: Room | None,
    reason: str,
    by: Person,
    at: datetime,
) -> Appointment:
    """Put an appointment at another time or in another room. Raises Unfit and Taken."""
    _wait_for_other_bookings()
    appointment = Appointment.objects.select_for_update(of=("self",)).get(id=appointment.id)
    span = rules.Span(starts_at, ends_at)
    wrong = rules.wrong_with(
        appointment.kind,
        partners=appointment.invited.count(),
        session_number=appointment.session_number,
        span=span,
    )
    if AppointmentCancellation.objects.filter(appointment=appointment).exists():
        wrong += (rules.Closed("it was cancelled", "Book a new appointment"),)
    if appointment.group:
        wrong += (rules.Closed("it belongs to a cohort", "Change the cohort's timetable"),)
    if wrong:
        raise Unfit(wrong)
    holders = {
        i.partner_id: i.partner.first_name for i in appointment.invited.select_related("partner")
    }
    holders |= {s.person_id: s.person.name for s in appointment.staff.select_related("person")}
    holders |= {room.pk: room.name} if room else {}
    Claim.objects.filter(booking=appointment.id).delete()
    _claim(appointment.id, holders, span)
    AppointmentMove.objects.create(
        appointment=appointment,
        starts_at=appointment.starts_at,
        ends_at=appointment.ends_at,
        reason=reason,
        by=by,
        at=at,
    )
    appointment.starts_at, appointment.ends_at, appointment.room = starts_at, ends_at, room
    appointment.save(update_fields=["starts_at", "ends_at", "room"])
    signals.appointment_moved.send(Appointment, appointment=appointment, by=by, at=at)
    return appointment


@transaction.atomic
def cancel(*, appointment: Appointment, reason: str, by: Person, at: datetime) -> None:
    """Cancel an appointment and free everybody; a second time changes nothing.

    Raises Unfit when somebody came: what took place is not cancelled.
    """
    _wait_for_other_bookings()
    if Outcome.ARRIVED.value in _latest(appointment).values():
        raise Unfit([rules.Closed("somebody came, so it took place", "Correct who came first")])
    _, first = AppointmentCancellation.objects.get_or_create(
        appointment=appointment, defaults={"reason": reason, "by": by, "at": at}
    )
    if not first:
        return
    Claim.objects.filter(booking=appointment.id).delete()
    if appointment.group:
        others = Appointment.objects.filter(group=appointment.group, cancellation__isnull=True)
        if not others.exists():
            Claim.objects.filter(booking=appointment.group).delete()
    signals.appointment_cancelled.send(Appointment, appointment=appointment, by=by, at=at)


@transaction.atomic
def attend(
    *, appointment: Appointment, outcomes: Mapping[UUID, str], by: Person, at: datetime
) -> None:
    """Record who came, by partner id. When everybody invited has come, it was held."""
    Appointment.objects.select_for_update(of=("self",)).get(id=appointment.id)
    before, now = _latest(appointment), dict(outcomes)
    for invited in appointment.invited.all():
        outcome = now.get(invited.partner_id)
        if outcome and before.get(invited.partner_id) != outcome:
            Attendance.objects.create(invited=invited, outcome=outcome, by=by, at=at)
    after = _latest(appointment)
    everybody = {Outcome.ARRIVED.value}
    if set(after.values()) == everybody and set(before.values()) != everybody:
        signals.appointment_held.send(Appointment, appointment=appointment, by=by, at=at)


@transaction.atomic
def open_feed(*, by: Person, at: datetime) -> str:
    """A new calendar address of this person; the one before stops working. Returns its token."""
    close_feed(by=by, at=at)
    token = secrets.token_urlsafe(32)
    Feed.objects.create(person=by, token_digest=digest(token), at=at)
    return token


@transaction.atomic
def close_feed(*, by: Person, at: datetime) -> None:
    """The calendar address of this person stops working."""
    for feed in Feed.objects.filter(person=by, end__isnull=True):
        FeedEnd.objects.create(feed=feed, at=at)


def digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _latest(appointment: Appointment) -> dict[UUID, str]:
    invited = appointment.invited.prefetch_related("attendance")
    return {i.partner_id: ([a.outcome for a in i.attendance.all()] or [""])[-1] for i in invited}


def _wait_for_other_bookings() -> None:
    """One booking at a time, so that the second can say kindly what the first took."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def _claim(booking: UUID, holders: Mapping[UUID, str], span: rules.Span) -> None:
    ahead = rules.Span(span.starts, span.ends + rules.LOOK_AHEAD)
    busy = [
        rules.Busy(holders[claim.holder], rules.Span(claim.starts_at, claim.ends_at))
        for claim in Claim.objects.filter(
            holder__in=holders, starts_at__lt=ahead.ends, ends_at__gt=ahead.starts
        )
    ]
    in_the_way = rules.taken(span, busy)
    if in_the_way:
        zone = timezone.get_current_timezone()
        raise Taken(in_the_way, rules.free_instead(span, busy, zone))
    Claim.objects.bulk_create(
        Claim(holder=holder, booking=booking, starts_at=span.starts, ends_at=span.ends)
        for holder in sorted(holders)
    )
