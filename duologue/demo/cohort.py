"""The weekend of the workshop: one timetable, four couples, two facilitators."""

from datetime import timedelta
from uuid import uuid4

from duologue.calendar.models import Appointment
from duologue.demo.clock import Clock
from duologue.demo.diary import Diary
from duologue.demo.people import Staff
from duologue.people.models import Couple
from duologue.workshops.actions import book_everybody, open_cohort, plan_session, take_in

SATURDAY = 5
LED_BY = ("brandt", "ferreira")
# Days after the Saturday, hour, minutes, kind, number of the medicine session.
TIMETABLE = (
    (-1, "18:45", 75, "preparation", None),
    (0, "10:00", 210, "medicine", 1),
    (1, "10:00", 120, "integration-joint", None),
    (14, "18:45", 75, "integration-joint", None),
)


class Weekend:
    """Opened once; each couple of the workshop is taken in and booked when its story is told."""

    def __init__(self, staff: Staff, clock: Clock, diary: Diary) -> None:
        self.coordinator, self.at = staff["hughes"], clock.at(-40, "11:00")
        leaders = [staff[key] for key in LED_BY]
        room = staff.rooms[-1]
        saturday = next(day for day in range(7, 14) if clock.date(day).weekday() == SATURDAY)
        self.cohort = open_cohort(
            id=uuid4(),
            name=f"Weekend in {clock.date(saturday):%B}",
            starts_on=clock.date(saturday - 1),
            facilitators=leaders,
            by=self.coordinator,
            at=self.at,
        )
        for day, hour, minutes, kind, number in TIMETABLE:
            starts = clock.at(saturday + day, hour)
            ends = starts + timedelta(minutes=minutes)
            plan_session(
                id=uuid4(),
                cohort=self.cohort,
                kind=kind,
                session_number=number,
                room=room,
                starts_at=starts,
                ends_at=ends,
                by=self.coordinator,
                at=self.at,
            )
            for holder in (*leaders, room):
                diary.taken[holder.pk].append((starts, ends))

    def take_in(self, couple: Couple) -> dict[int, Appointment]:
        """The couple's medicine session, by number."""
        joined = self.at + timedelta(days=2)
        take_in(
            cohort=self.cohort,
            partners=list(couple.partners.all()),
            by=self.coordinator,
            at=joined,
        )
        book_everybody(cohort=self.cohort, by=self.coordinator, at=joined)
        return {a.session_number: a for a in couple.appointments.filter(kind="medicine")}
