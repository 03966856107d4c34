from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from duologue.integration.insights.models import Insight, InsightPutAway, InsightVersion
from duologue.people.models import Partner


@dataclass(frozen=True)
class OwnInsight:
    """An insight in its latest words."""

    id: UUID
    text: str
    at: datetime
    put_away: bool


def insight_rows(partner: Partner) -> QuerySet[Insight]:
    """A partner's own insights with `text`, `changed_at` and `away`."""
    latest = InsightVersion.objects.filter(insight=OuterRef("pk")).order_by("-at", "-id")
    away = InsightPutAway.objects.filter(insight=OuterRef("pk"), brought_back=None)
    return partner.insights.annotate(
        text=Subquery(latest.values("text")[:1]),
        changed_at=Subquery(latest.values("at")[:1]),
        away=Exists(away),
    )


def insights_of(partner: Partner) -> tuple[OwnInsight, ...]:
    """For the partner themself, and for the treating team as the signed policy says."""
    return tuple(
        OwnInsight(row.pk, row.text, row.changed_at, row.away) for row in insight_rows(partner)
    )
