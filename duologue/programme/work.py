"""The work list of a member of staff: each group of it ordered before it is cut into pages."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Case, F, Model, Q, SmallIntegerField, When, Window
from django.db.models.functions import RowNumber

from duologue.people.models import Person
from duologue.people.queries import of_caseload
from duologue.programme.due import DueStep, is_open, state_at
from duologue.programme.loader import programme
from duologue.programme.models import JointDue, PartnerDue
from duologue.programme.worklist import BEFORE, LATE, TODAY, Part, Pending, laid_out, urgency

OF_A_PARTNER = ("partner", "partner__first_name", "partner__side")
OF_NOBODY = (None, "", None)
OF_THE_COURSE = (
    "episode",
    "episode__programme",
    "episode__programme_version",
    "episode__couple",
    "episode__couple__name",
)
WHEN = ("opens_at", "due_at", "late_at", "closes_at")
OF_THE_STEP = ("step", "who", "phase", "kind", "subject", "optional")


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
    need = Case(
        When(late_at__lte=at, then=LATE),
        When(due_at__gte=midnight, then=TODAY),
        default=BEFORE,
        output_field=SmallIntegerField(),
    )
    chosen = is_open(at) & Q(due_at__lte=at) & of_caseload("episode__couple", person, roles)
    many = page * max(sizes.values()) + 1  # one more tells whether another page follows
    pending = [
        Pending(names[of], urgency(row[1], row[2], at, midnight), row[1], id, _step(row, at))
        for table in (PartnerDue, JointDue)
        for of, id, *row in _first(table, chosen, group, need, many)
    ]
    return laid_out(pending, sizes, page)


def _first(table: type[Model], chosen: Q, group: Case, need: Case, many: int) -> Sequence[Any]:
    """The first `many` of each group. Columns alone, and no objects: a page has dozens of rows."""
    order = [F("need"), F("due_at"), F("id")]
    place = Window(RowNumber(), partition_by=[F("whose")], order_by=order)
    rows = table._default_manager.filter(chosen).annotate(whose=group, need=need, place=place)
    partner = OF_A_PARTNER if table is PartnerDue else ()
    columns = ("whose", "id", *WHEN, *OF_THE_COURSE, *OF_THE_STEP, *partner)
    return rows.filter(place__lte=many).values_list(*columns)


def _step(row: Sequence[Any], at: datetime) -> DueStep:
    opens_at, due_at, late_at, closes_at, episode, name, version, couple, couple_name, *own = row
    key, who, phase, kind, subject, optional, *of = own
    partner, partner_name, side = of or OF_NOBODY
    step = programme(name, version).step(key)
    return DueStep(
        episode=episode,
        couple=couple,
        couple_name=couple_name,
        partner=partner,
        partner_name=partner_name,
        side=side,
        step=key,
        title=step.title,
        team_title=step.team_title,
        who=who,
        phase=phase,
        kind=kind,
        subject=subject,
        session=step.session,
        optional=optional,
        state=state_at(opens_at, due_at, late_at, closes_at, at),
        opens_at=opens_at,
        due_at=due_at,
        late_at=late_at,
    )
