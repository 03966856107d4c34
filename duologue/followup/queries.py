"""What is shown of follow-up, starting from who may see it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import OuterRef, Subquery
from django.utils import timezone

from duologue.followup.models import Closing, ClosingCopy, ClosingDraft, ClosingPart, Plan
from duologue.followup.rules import CHANGE, Letter, OwnPart, ScoreLine
from duologue.measures.change import Change, reliable_change
from duologue.measures.instrument import Instrument
from duologue.measures.models import Score
from duologue.measures.queries import Point, Trajectory, trajectories
from duologue.people.models import Couple, Partner
from duologue.people.queries import clinic
from duologue.programme.models import Episode

PLAN = (
    ("early_signs", "How we notice early that the old loop is back"),
    ("what_helps", "What has helped us"),
    ("whom_to_call", "Whom we call, and when"),
    ("booster", "A further session"),
)


@dataclass(frozen=True)
class OwnCopy:
    """A signed closing summary somebody may download."""

    id: UUID
    whose: str
    signed_at: datetime
    sha256: str

    @property
    def title(self) -> str:
        return f"Copy of {self.whose}"

    @property
    def print(self) -> str:
        return f"Fingerprint {self.sha256[:16]}"

    @property
    def signed(self) -> str:
        on = timezone.localtime(self.signed_at)
        return f"Signed {on.day} {on:%B %Y}"


def newest_draft(couple: Couple, episode: Episode | None) -> ClosingDraft | None:
    """The newest draft of this course, with its closing when it is signed."""
    drafts = couple.closing_drafts.filter(episode=episode).select_related("couple", "closing")
    return drafts.order_by("at", "id").last()


def closing_of(couple: Couple, episode: Episode | None) -> Closing | None:
    return couple.closings.filter(episode=episode).select_related("by", "draft").first()


def copies_of(partner: Partner) -> tuple[OwnCopy, ...]:
    """A partner's own signed copies, newest first."""
    return _copies(ClosingCopy.objects.filter(partner=partner))


def copies_for_team(closing: Closing) -> tuple[OwnCopy, ...]:
    return _copies(closing.copies.all())


def _copies(rows: Iterable[ClosingCopy]) -> tuple[OwnCopy, ...]:
    chosen = rows.select_related("partner", "closing").defer("pdf")  # type: ignore[attr-defined]
    return tuple(
        OwnCopy(
            row.pk,
            row.partner.first_name if row.partner else "the care team",
            row.closing.at,
            row.sha256,
        )
        for row in chosen
    )


def plan_of(couple: Couple) -> Plan | None:
    """The plan as it now stands: for both partners and their team."""
    return couple.plans.order_by("at", "id").last()


def plan_lines(plan: Plan | None) -> tuple[tuple[str, str], ...]:
    return tuple((heading, getattr(plan, field)) for field, heading in PLAN) if plan else ()


def letter_of(draft: ClosingDraft, *, signed_by: str, at: datetime) -> Letter:
    """Everything the copies of this draft are cut from. For the team alone."""
    own = clinic()
    part = ClosingPart.objects.filter(draft=draft, partner=OuterRef("pk"))
    partners = list(draft.couple.partners.annotate(own_part=Subquery(part.values("text")[:1])))
    scores = scores_of(partners)
    return Letter(
        clinic=own.name if own else "",
        couple=draft.couple.name,
        signed_by=signed_by,
        signed_on=timezone.localdate(at),
        joint=draft.joint,
        next=draft.next,
        plan=plan_lines(plan_of(draft.couple)),
        parts=tuple(
            OwnPart(p.side, p.first_name, p.own_part or "", scores[p.pk]) for p in partners
        ),
    )


def scores_of(partners: Iterable[Partner]) -> dict[UUID, tuple[ScoreLine, ...]]:
    """First and latest total of each own questionnaire answered more than once, by partner id.

    Screening questions that were asked once stay out: a letter may be read by others. One query.
    """
    lines: dict[UUID, list[ScoreLine]] = {partner.pk: [] for partner in partners}
    for (_, _, name), course in sorted(trajectories(partners).items(), key=lambda each: each[0][1]):
        scored = [point for point in course.points if point.value is not None]
        if name == Score.TOTAL and course.instrument.room == "own" and len(scored) > 1:
            lines[course.partner.pk].append(_line(course, scored))
    return {partner: tuple(each) for partner, each in lines.items()}


def _line(course: Trajectory, scored: list[Point]) -> ScoreLine:
    first, latest = scored[0], scored[-1]
    change = reliable_change(course.instrument, first.value, latest.value)
    return ScoreLine(
        name=course.instrument.name,
        about=_about(course.instrument),
        first=_told(first),
        latest=_told(latest),
        change=CHANGE[change.kind] if isinstance(change, Change) else "",
    )


def _told(point: Point) -> str:
    on = timezone.localtime(point.at)
    return f"{point.value:g} ({on.day} {on:%b %Y})"


def _about(instrument: Instrument) -> str:
    """ "0 to 81 points, higher is better"."""
    if instrument.range is None:
        return instrument.direction
    low, high = instrument.range
    return f"{low:g} to {high:g} {instrument.unit or 'points'}, {instrument.direction}"
