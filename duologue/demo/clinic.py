"""The synthetic clinic: people, months of their lives, and today's work."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from zoneinfo import ZoneInfo

import numpy as np
from django.db import connection

from duologue.calendar.models import Appointment
from duologue.demo import asked, enquiries, medical, rooms
from duologue.demo.clock import Clock
from duologue.demo.cohort import Weekend
from duologue.demo.course import Course, live
from duologue.demo.diary import AHEAD, Diary
from duologue.demo.life import life
from duologue.demo.people import Staff, welcome
from duologue.demo.story import Story, house, stories
from duologue.demo.telling import Telling
from duologue.people.models import Couple, Partner
from duologue.programme.actions import close_episode, finish_steps, set_anchor, start_episode
from duologue.programme.loader import programme
from duologue.programme.outline import Programme, Step


def build(*, seed: int, today: date, told: Sequence[Story] | None = None) -> None:
    """Make the whole clinic around `today`. The same seed and day give the same people, days,
    answers and scores; row ids are random. Needs an empty database and the principal `system`.
    `told` are the stories to tell, all of them if nobody says which.
    """
    with _all_or_nothing():
        _tell(seed, Clock(today, ZoneInfo(house().clinic["time_zone"])), told)


@contextmanager
def _all_or_nothing() -> Iterator[None]:
    """Thousands of acts without a savepoint for each: when one fails, all of it is undone."""
    if not connection.in_atomic_block:
        raise RuntimeError("build the demo inside a transaction; open one first")
    features = connection.features
    features.uses_savepoints = False
    try:
        yield
    finally:
        features.uses_savepoints = True


def _tell(seed: int, clock: Clock, told: Sequence[Story] | None) -> None:
    staff = Staff(house(), clock)
    diary = Diary(staff, clock)
    medical.stock(staff, clock)
    enquiries.arrive(staff, clock)
    questionnaires = asked.Asked()
    chosen = stories() if told is None else told
    weekend = Weekend(staff, clock, diary) if any(one.workshop for one in chosen) else None
    tellers = [
        Teller(
            story, staff, clock, diary, questionnaires, weekend, np.random.default_rng([seed, n])
        )
        for n, story in enumerate(chosen, start=1)
    ]
    for teller in tellers:
        teller.tell()
    questionnaires.write()
    for teller in tellers:  # no dose without the answers that the gate reads
        teller.tell_of_medicine()


class Teller:
    """One couple's story, told into every room."""

    def __init__(
        self,
        story: Story,
        staff: Staff,
        clock: Clock,
        diary: Diary,
        questionnaires: asked.Asked,
        weekend: Weekend | None,
        rng: np.random.Generator,
    ) -> None:
        self.story, self.staff, self.clock, self.diary = story, staff, clock, diary
        self.asked, self.weekend, self.rng = questionnaires, weekend, rng
        self.outline: Programme = programme(story.programme)
        self.sessions: dict[int, Appointment] = {}

    def tell(self) -> None:
        story = self.story
        self.couple: Couple = welcome(story, self.staff, self.clock)
        self.partners: dict[str, Partner] = {
            str(p.side): p for p in self.couple.partners.select_related("person", "couple")
        }
        self.dosed = tuple(str(side) for side in story.dosed)
        sides = tuple(s for s, p in self.partners.items() if p.person_id or s in self.dosed)
        began = self.clock.at(story.began, "10:00")
        anchors = {"start": began, **self._sessions()}
        last = anchors.get(f"session:{self.outline.sessions}")
        if last:
            anchors["last-session"] = last
            anchors["end-of-treatment"] = self.outline.ends.after(last)
        course = live(
            self.outline,
            story,
            self.clock,
            anchors=anchors,
            sides=sides,
            dosed=self.dosed,
            meet=self._meet,
            rng=self.rng,
        )
        given = [n for n, held in self.sessions.items() if held.ends_at < self.clock.now]
        doses = [self.clock.day_of(self.sessions[n].starts_at) for n in given]
        lived = life(story, doses, self.rng)
        therapist = self.staff[story.therapist]
        self.telling = telling = Telling(
            story, self.couple, self.partners, course, self.outline, self.staff, self.clock,
            lived, doses, self.rng,
        )  # fmt: skip
        # Before the course begins, so that each act need not look for its step; all are finished below.
        medical.screen(telling)
        rooms.tell(telling)
        self.episode = episode = start_episode(
            couple=self.couple,
            programme=self.outline.id,
            dosed=[self.partners[side] for side in self.dosed],
            by=therapist,
            at=began,
        )
        for number, held in self.sessions.items():
            set_anchor(
                episode=episode,
                name=f"session:{number}",
                moment=held.starts_at,
                by=therapist,
                at=min(held.at, self.clock.now),
            )
        self._finish(episode, course)
        self.asked.answer_course(
            story=story,
            episode=episode,
            outline=self.outline,
            partners=self.partners,
            life=lived,
            done=course.done,
            day_of=self.clock.day_of,
            rng=self.rng,
            clinicians=(therapist, self.staff["lind"]),
        )

    def tell_of_medicine(self) -> None:
        """The sessions, and what comes after them, once every answer is kept."""
        medical.dose(self.telling, self.sessions)
        rooms.follow_up(self.telling, self.episode)
        closing = self.story.closing
        if closing:
            close_episode(
                episode=self.episode,
                outcome=closing.outcome,
                by=self.telling.therapist,
                at=self.clock.at(closing.day, "16:00"),
            )

    def _sessions(self) -> dict[str, datetime]:
        """Book the medicine sessions, past and soon; their anchors."""
        first = self.story.session_1
        if self.weekend and self.story.workshop:
            self.sessions = self.weekend.take_in(self.couple)
            return {f"session:{n}": held.starts_at for n, held in self.sessions.items()}
        if first is None:
            return {}
        found = {}
        for number in range(1, self.outline.sessions + 1):
            start = self.clock.at(first + (number - 1) * self.outline.every_days, self.story.hour)
            if start > self.clock.now + AHEAD:
                break
            held = self.diary.meet(
                couple=self.couple,
                partners=self._dosed_in(number),
                subject="medicine",
                with_whom=(
                    self.staff[self.story.therapist],
                    self.staff.monitor_for(self.story.therapist),
                ),
                wanted=start,
                exactly=True,
                session_number=number,
            )
            assert held is not None
            self.sessions[number] = held
            found[f"session:{number}"] = held.starts_at
        return found

    def _dosed_in(self, number: int) -> list[Partner]:
        """Who is invited to a session: both, but for an individual course."""
        if self.outline.format == "individual":
            return [self.partners[side] for side in self.dosed]
        return list(self.partners.values())

    def _meet(
        self, step: Step, slot: str, wanted: datetime, exactly: bool
    ) -> tuple[datetime, datetime] | None:
        held = self.sessions.get(step.session) if step.session else None
        if step.subject == "medicine":
            return (held.starts_at, held.ends_at) if held else None
        both = slot not in self.partners
        booked = self.diary.meet(
            couple=self.couple,
            partners=list(self.partners.values()) if both else [self.partners[slot]],
            subject=step.subject,
            with_whom=(self.staff[self.story.therapist],),
            wanted=wanted,
            exactly=exactly,
        )
        return (booked.starts_at, booked.ends_at) if booked else None

    def _finish(self, episode, course: Course) -> None:  # type: ignore[no-untyped-def]
        finish_steps(
            episode=episode,
            steps=[
                (self.partners.get(slot), step, at)
                for (step, slot), at in sorted(course.done.items(), key=lambda one: one[1])
            ],
            by=None,
            at=self.clock.now,
        )
