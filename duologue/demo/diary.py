"""Appointments of the demo clinic: everybody in one place at a time, before and after today."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from duologue.calendar.actions import attend, book
from duologue.calendar.models import Appointment, Kind, Outcome
from duologue.demo.clock import Clock
from duologue.demo.people import Staff
from duologue.people.models import Couple, Partner, Person

SLOTS = ("09:00", "10:15", "11:30", "13:30", "14:45", "16:00", "17:15")
AHEAD = timedelta(days=21)
CALLED = {"closing": "followup", "partner-conversation": "enquiry-talk"}
MINUTES = {"enquiry-talk": 30, "preparation": 75, "medicine": 210}


class Diary:
    """Keeps in memory who is taken when, so that no booking is refused."""

    def __init__(self, staff: Staff, clock: Clock) -> None:
        self.staff, self.clock = staff, clock
        self.taken: dict[UUID, list[tuple[datetime, datetime]]] = defaultdict(list)

    def meet(
        self,
        *,
        couple: Couple,
        partners: Sequence[Partner],
        subject: str,
        with_whom: Sequence[Person],
        wanted: datetime,
        exactly: bool = False,
        session_number: int | None = None,
    ) -> Appointment | None:
        """Book near `wanted` and, when it is over, say that they came.

        None for what is no appointment, and for what is too far ahead to be booked.
        """
        kind = CALLED.get(subject, subject)
        if kind not in Kind.values or wanted > self.clock.now + AHEAD:
            return None
        length = timedelta(minutes=MINUTES.get(kind, 60))
        people = [p.pk for p in (*partners, *with_whom)]
        starts, room = next(
            (moment, room)
            for moment in self._moments(wanted, exactly)
            for room in self.staff.rooms[:-1]
            if self._free([*people, room.pk], moment, moment + length)
        )
        booked = min(starts - timedelta(days=6), self.clock.now - timedelta(days=1))
        appointment = book(
            id=uuid4(),
            couple=couple,
            kind=kind,
            partners=partners,
            staff=with_whom,
            room=room,
            starts_at=starts,
            ends_at=starts + length,
            session_number=session_number,
            by=self.staff["hughes"],
            at=booked,
        )
        for holder in (*people, room.pk):
            self.taken[holder].append((starts, starts + length))
        if appointment.ends_at < self.clock.now:
            attend(
                appointment=appointment,
                outcomes={p.pk: str(Outcome.ARRIVED) for p in partners},
                by=with_whom[0],
                at=starts + timedelta(minutes=5),
            )
        return appointment

    def _moments(self, wanted: datetime, exactly: bool) -> Iterator[datetime]:
        yield from [wanted] if exactly else []
        local = self.clock.local(wanted)
        day = self.clock.day_of(wanted)
        for ahead in range(10):
            if self.clock.date(day + ahead).weekday() > 4:
                continue
            hours = sorted(SLOTS, key=lambda h: abs(int(h[:2]) - local.hour))
            yield from (self.clock.at(day + ahead, hour) for hour in hours)

    def _free(self, holders: Sequence[UUID], starts: datetime, ends: datetime) -> bool:
        return not any(s < ends and starts < e for h in holders for s, e in self.taken[h])
