"""What is known from questionnaires, starting from who may see it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from duologue.measures import loader
from duologue.measures.instrument import Instrument
from duologue.measures.models import HeldSubmission, Response, Score
from duologue.measures.signals import asking_when_next
from duologue.people.models import Partner, Person
from duologue.people.queries import in_reach


@dataclass(frozen=True)
class Point:
    """One score of one partner at one time; `value` is None with a `reason`."""

    at: datetime
    value: float | None
    band: str
    reason: str
    step: str


@dataclass(frozen=True)
class Trajectory:
    """One partner's scores on one instrument (or one named part of it), oldest first."""

    partner: Partner
    instrument: Instrument
    name: str
    points: tuple[Point, ...]

    @property
    def latest(self) -> Point | None:
        return self.points[-1] if self.points else None

    @property
    def first(self) -> Point | None:
        return self.points[0] if self.points else None

    @property
    def only(self) -> Point | None:
        """The latest score where all are of one day, so that there is no change to read yet."""
        known = [point for point in self.points if point.value is not None]
        days = {timezone.localdate(point.at) for point in known}
        return known[-1] if len(days) == 1 else None


def trajectories(
    partners: Iterable[Partner], *, instruments: Iterable[str] | None = None
) -> dict[tuple[UUID, str, str], Trajectory]:
    """Scores over time by (partner id, instrument id, score name): one query for all partners.

    Sealed instruments are never among them.
    """
    people = {partner.id: partner for partner in partners}
    wanted = Score.objects.filter(response__partner__in=people).exclude(
        response__instrument__in=sealed_ids()
    )
    if instruments is not None:
        wanted = wanted.filter(response__instrument__in=list(instruments))
    found: dict[tuple[UUID, str, str], list[Point]] = defaultdict(list)
    for partner, instrument, step, at, name, value, band, reason in wanted.order_by(
        "response__submission__at", "response_id"
    ).values_list(
        "response__partner", "response__instrument", "response__step",
        "response__submission__at", "name", "value", "band", "reason",
    ):  # fmt: skip
        found[partner, instrument, name].append(Point(at, value, band, reason, step))
    return {
        (partner, instrument, name): Trajectory(
            people[partner], loader.instrument(instrument), name, tuple(points)
        )
        for (partner, instrument, name), points in found.items()
    }


def asked_again(partner: Partner, instrument: str, at: datetime) -> datetime | None:
    """From when this partner's course asks it next; None where it does not, so far."""
    answers = asking_when_next.send(Partner, partner=partner, instrument=instrument, at=at)
    return min((moment for _, moment in answers if moment), default=None)


def sealed_ids() -> list[str]:
    return [each.id for each in loader.load_all().values() if each.room == "sealed"]


def responses_of(partner: Partner) -> list[Response]:
    """What this partner has answered, newest first, for their own eyes.

    Nothing sealed, and nothing that is not to be found by whoever opens their phone.
    """
    unshown = [each.id for each in loader.load_all().values() if not each.shown_again]
    return list(
        Response.objects.filter(partner=partner, sealing=None)
        .exclude(instrument__in=[*sealed_ids(), *unshown])
        .select_related("submission")
        .order_by("-at")
    )


def held_for(person: Person, roles: frozenset[str]) -> list[HeldSubmission]:
    """The fifty submissions in this person's reach that have waited longest for somebody."""
    found = held_of(person, roles).select_related("partner__couple")
    return list(found.order_by("at", "id")[:50])


def held_of(person: Person, roles: frozenset[str]) -> QuerySet[HeldSubmission]:
    """The held submissions that wait, of partners this member of staff may open."""
    return HeldSubmission.objects.filter(
        in_reach("partner", person, roles), resolution__isnull=True
    )
