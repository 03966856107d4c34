"""What is shown of preparation, starting from who may see it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery

from duologue.people.models import Couple, Partner
from duologue.preparation.loader import DayItem, Lesson, day_items, lessons
from duologue.preparation.models import (
    Intention,
    IntentionPutAway,
    IntentionVersion,
    PatternNode,
    PatternVersion,
)
from duologue.privacy.addresses import name_behind, page_id
from duologue.sharing.queries import Shared, shared_for
from duologue.web.drawings import Node
from duologue.web.templatetags.duologue import day


@dataclass(frozen=True)
class ReadLesson:
    """A lesson, its page among this partner's, and when they read it."""

    lesson: Lesson
    page: UUID
    read_at: datetime | None


@dataclass(frozen=True)
class OwnIntention:
    """An intention in its latest words."""

    id: UUID
    text: str
    at: datetime
    put_away: bool


@dataclass(frozen=True)
class DayPart:
    name: str
    items: tuple[tuple[DayItem, bool], ...]


@dataclass(frozen=True)
class Pattern:
    """A version of the loop, ready to draw; `number` counts from 1."""

    id: UUID
    number: int
    trigger: str
    centre: str
    nodes: tuple[Node, ...]
    at: datetime

    @property
    def label(self) -> str:
        """ "version 3 · 9 Nov"."""
        return f"version {self.number} · {day(self.at)}"


def lessons_for(partner: Partner) -> tuple[ReadLesson, ...]:
    read = dict(partner.lessons_read.values_list("lesson", "at"))
    return tuple(
        ReadLesson(one, page_id(partner.id, "lessons", one.id), read.get(one.id))
        for one in lessons()
    )


def lesson_at(partner: Partner, page: UUID) -> Lesson | None:
    """The lesson on that page of this partner's."""
    known = {one.id: one for one in lessons()}
    name = name_behind(page, partner.id, "lessons", known)
    return known[name] if name else None


def intention_rows(partner: Partner) -> QuerySet[Intention]:
    """A partner's own intentions with `text`, `changed_at` and `away`."""
    latest = IntentionVersion.objects.filter(intention=OuterRef("pk")).order_by("-at", "-id")
    away = IntentionPutAway.objects.filter(intention=OuterRef("pk"), brought_back=None)
    return partner.intentions.annotate(
        text=Subquery(latest.values("text")[:1]),
        changed_at=Subquery(latest.values("at")[:1]),
        away=Exists(away),
    )


def intentions_of(partner: Partner) -> tuple[OwnIntention, ...]:
    """For the partner themself, and for the treating team as the signed policy says."""
    return tuple(
        OwnIntention(row.pk, row.text, row.changed_at, row.away) for row in intention_rows(partner)
    )


def shared_words(partner: Partner, kind: str, at: datetime) -> tuple[Shared, ...]:
    """What this partner has put into the shared room of that kind, newest first."""
    return tuple(
        one for one in shared_for(partner, at) if one.author_id == partner.pk and one.kind == kind
    )


@dataclass(frozen=True)
class Prepared:
    """How far one partner has come, for the team: lessons read, and whether an intention is kept."""

    partner: Partner
    lessons_read: str
    has_intention: bool


def prepared(couple: Couple) -> tuple[Prepared, ...]:
    """Both partners side by side, for the team. One query."""
    rows = couple.partners.annotate(
        read=Count("lessons_read", distinct=True),
        kept=Exists(Intention.objects.filter(partner=OuterRef("pk"))),
    ).order_by("side")
    count = len(lessons())
    return tuple(Prepared(row, f"{row.read} of {count}", row.kept) for row in rows)


def day_list_of(partner: Partner) -> tuple[DayPart, ...]:
    ticked = set(partner.day_ticks.filter(untick=None).values_list("item", flat=True))
    parts: dict[str, list[tuple[DayItem, bool]]] = {}
    for item in day_items():
        parts.setdefault(item.part, []).append((item, item.id in ticked))
    return tuple(DayPart(name, tuple(items)) for name, items in parts.items())


def newest_pattern(couple: Couple) -> PatternVersion | None:
    return couple.pattern_versions.order_by("at", "id").last()


def pattern_of(couple: Couple) -> Pattern | None:
    """The loop as it now stands: for both partners and their team. One query."""
    versions = PatternVersion.objects.filter(couple=couple)
    newest = versions.order_by("-at", "-id").values("pk")[:1]
    count = versions.order_by().values("couple").annotate(n=Count("pk")).values("n")
    nodes = list(
        PatternNode.objects.filter(version=Subquery(newest))
        .select_related("version")
        .annotate(number=Subquery(count))
    )
    if not nodes:
        return None
    version = nodes[0].version
    return Pattern(
        id=version.pk,
        number=nodes[0].number,
        trigger=version.trigger,
        centre=version.centre,
        nodes=tuple(Node(n.side, n.happens, n.beneath) for n in nodes),
        at=version.at,
    )
