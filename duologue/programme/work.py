"""The work list of a member of staff: each group of it ordered before it is cut into pages."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import Case, F, Q, QuerySet, SmallIntegerField, When, Window
from django.db.models.functions import RowNumber

from duologue.people.models import Person
from duologue.people.queries import of_caseload
from duologue.programme.due import DueStep, due_step, is_open
from duologue.programme.models import JointDue, PartnerDue
from duologue.programme.worklist import BEFORE, LATE, TODAY, Part, Pending, laid_out, urgency


def work_of(
    person: Person,
    at: datetime,
    *,
    roles: frozenset[str] | None,
    midnight: datetime,
    whose: Mapping[str, Q],
    sizes: Mapping[str, int],
    page: int,
) -> dict[str, Part[DueStep]]:
    """What is due or late for the couples this person may open. Two queries.

    `whose`: of each group but the last what it holds; a step stands in the first that it fits, and
    in the last of `sizes` when it fits none. `midnight` is when today began.
    """
    names = tuple(sizes)
    group = Case(
        *(When(q, then=names.index(name)) for name, q in whose.items()),
        default=len(names) - 1,
        output_field=SmallIntegerField(),
    )
    chosen = is_open(at) & Q(due_at__lte=at) & of_caseload("episode__couple", person, roles)
    pending = []
    for table, related in ((PartnerDue, ("partner",)), (JointDue, ())):
        first = _first(
            table.objects.filter(chosen), group, at, midnight, page * max(sizes.values())
        )
        rows = table.objects.filter(pk__in=first).select_related("episode__couple", *related)
        pending += [
            Pending(
                names[row.whose], urgency(row.due_at, row.late_at, at, midnight), row.due_at, row.pk, row
            )
            for row in rows.annotate(whose=group)
        ]  # fmt: skip
    return {
        name: Part(tuple(due_step(row, at) for row in part.items), part.more)
        for name, part in laid_out(pending, sizes, page).items()
    }


def _first(
    rows: QuerySet[Any], group: Case, at: datetime, midnight: datetime, many: int
) -> QuerySet[Any]:
    """The ids of the first `many` of each group, and one more."""
    need = Case(
        When(late_at__lte=at, then=LATE),
        When(due_at__gte=midnight, then=TODAY),
        default=BEFORE,
        output_field=SmallIntegerField(),
    )
    place = Window(
        RowNumber(), partition_by=[F("whose")], order_by=[F("need"), F("due_at"), F("id")]
    )
    ranked = rows.annotate(whose=group, need=need, place=place)
    return ranked.filter(place__lte=many + 1).values("pk")
