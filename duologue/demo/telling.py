"""What every part of a story needs to be told: the people, the course as lived, the clock, the dice."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

import numpy as np

from duologue.demo.clock import Clock
from duologue.demo.course import Course
from duologue.demo.life import Life
from duologue.demo.people import Staff
from duologue.demo.story import Story
from duologue.people.models import Couple, Partner, Person
from duologue.programme.outline import Programme

ESCORTS = ("her sister", "his brother", "a friend, Kim", "the neighbour", "a taxi, with her aunt")


@dataclass(frozen=True)
class Telling:
    """`doses`: the days of the sessions held so far, from today."""

    story: Story
    couple: Couple
    partners: dict[str, Partner]
    course: Course
    outline: Programme
    staff: Staff
    clock: Clock
    life: Life
    doses: list[int]
    rng: np.random.Generator

    @property
    def therapist(self) -> Person:
        return self.staff[self.story.therapist]

    def partner(self, side: int) -> Partner:
        return self.partners[str(side)]

    def done(self, step: str, slot: str) -> datetime | None:
        return self.course.done.get((step, slot))

    def at(self, day: int, hour: str) -> datetime:
        """Like the clock's, but never later than now."""
        return self.clock.past(self.clock.at(day, hour))

    def weight(self, partner: Partner) -> Decimal:
        """Kilograms, the same at every visit."""
        return Decimal(58 + (sum(map(ord, partner.first_name)) * 7) % 31)

    def escort(self) -> str:
        return ESCORTS[len(self.story.key) % len(ESCORTS)]
