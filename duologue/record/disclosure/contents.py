"""What a paper can hold. The joint part is read from shared rows alone, the own part from one partner's."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count
from django.utils import timezone

from duologue.calendar.models import Appointment
from duologue.consent import loader
from duologue.consent.models import Signature
from duologue.dosing.administration.models import Administration
from duologue.followup.queries import plan_lines, plan_of, scores_of
from duologue.integration.queries import agreements_of
from duologue.people.models import Couple, Partner
from duologue.preparation.queries import pattern_of
from duologue.sharing.models import Release
from duologue.sharing.rules import SECOND_THOUGHTS

Line = tuple[str, str]


@dataclass(frozen=True)
class Section:
    heading: str
    lines: tuple[Line, ...]


def joint_sections(couple: Couple, names: Iterable[str], at: datetime) -> tuple[Section, ...]:
    """The chosen sections of what belongs to both."""
    return _sections(JOINT, couple, names, at)


def own_sections(partner: Partner, names: Iterable[str], at: datetime) -> tuple[Section, ...]:
    """The chosen sections of what belongs to this partner alone."""
    return _sections(OWN, partner, names, at)


def _pattern(couple: Couple, at: datetime) -> Iterable[Line]:
    found = pattern_of(couple)
    if found:
        names = {p.side: p.first_name for p in couple.partners.all()}
        yield "What sets it off", found.trigger
        for node in found.nodes:
            words = f"{node.did} ({node.beneath})" if node.beneath else node.did
            yield names.get(node.side, ""), words  # type: ignore[call-overload]


def _agreements(couple: Couple, at: datetime) -> Iterable[Line]:
    return (
        (_day(one.at), f"{one.text} ({one.standing.word})") for one in agreements_of(couple, at)
    )


def _shared(couple: Couple, at: datetime) -> Iterable[Line]:
    stands = Release.objects.filter(
        couple=couple, taken_back__isnull=True, at__lte=at - SECOND_THOUGHTS
    )
    rows = stands.select_related("author").order_by("at", "id")
    return ((f"{row.author.first_name}, {_day(row.at)}", row.text) for row in rows)


def _plan(couple: Couple, at: datetime) -> Iterable[Line]:
    return (line for line in plan_lines(plan_of(couple)) if line[1])


def _joint_meetings(couple: Couple, at: datetime) -> Iterable[Line]:
    rows = Appointment.objects.filter(couple=couple).annotate(who=Count("invited"))
    return _meetings(rows.filter(who__gt=1), at)


def _own_meetings(partner: Partner, at: datetime) -> Iterable[Line]:
    # A meeting of the two belongs to both, and leaves with the joint part only.
    rows = Appointment.objects.filter(invited__partner=partner)
    return _meetings(rows.exclude(invited__in=_with_another(partner)), at)


def _with_another(partner: Partner) -> Any:
    from duologue.calendar.models import AppointmentPartner

    return AppointmentPartner.objects.exclude(partner=partner)


def _meetings(rows: Any, at: datetime) -> Iterable[Line]:
    past = rows.filter(cancellation__isnull=True, starts_at__lte=at).order_by("starts_at")
    return ((_day(row.starts_at), row.get_kind_display()) for row in past)


def _scores(partner: Partner, at: datetime) -> Iterable[Line]:
    for line in scores_of([partner])[partner.pk]:
        yield line.name, f"{line.first}; {line.latest}; {line.change} ({line.about})"


def _papers(partner: Partner, at: datetime) -> Iterable[Line]:
    for row in Signature.objects.filter(partner=partner).defer("paper").order_by("at"):
        title = loader.document(row.document, row.version).title
        yield _day(row.at), f"{title}, version {row.version}"


def _doses(partner: Partner, at: datetime) -> Iterable[Line]:
    given = Administration.objects.filter(partner=partner, correction__isnull=True)
    for row in given.order_by("at"):
        told = f"{row.dose_mg.normalize():f} mg, {row.get_part_display()}"
        yield (
            _day(row.at),
            told + (f", corrected {_day(row.corrected_at)}" if row.corrected_at else ""),
        )


def _day(at: datetime) -> str:
    on = timezone.localtime(at)
    return f"{on.day} {on:%B %Y}"


Source = Callable[[Any, datetime], Iterable[Line]]
JOINT: dict[str, tuple[str, Source]] = {
    "pattern": ("The pattern they drew", _pattern),
    "agreements": ("Agreements", _agreements),
    "shared": ("What each has shared", _shared),
    "plan": ("Their plan", _plan),
    "meetings": ("Meetings of the two", _joint_meetings),
}
OWN: dict[str, tuple[str, Source]] = {
    "scores": ("Questionnaires answered more than once: first and latest", _scores),
    "doses": ("Medicine given", _doses),
    "papers": ("Papers signed", _papers),
    "meetings": ("Meetings alone with the team", _own_meetings),
}


def _sections(
    sources: dict[str, tuple[str, Source]], whose: Any, names: Iterable[str], at: datetime
) -> tuple[Section, ...]:
    wanted = set(names)
    return tuple(
        Section(heading, tuple(read(whose, at)))
        for name, (heading, read) in sources.items()
        if name in wanted
    )
