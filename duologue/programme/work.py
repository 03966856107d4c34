"""The work list of a member of staff: each group of it ordered before it is cut into pages."""

from collections.abc import Mapping
from datetime import datetime

from django.db import connection

from duologue.people.models import Person
from duologue.people.queries import couples_of
from duologue.programme.pending import DueStep, step_of
from duologue.programme.worklist import BEFORE, LATE, TODAY, Part, Pending, laid_out

# In SQL, because it is asked of every page of My day and of both tables at once: through models it
# took four times as long. The policies hold here as everywhere.
WORK = """
WITH due AS (
  SELECT id, episode_id, partner_id, step, who, phase, kind, subject, optional,
         opens_at, due_at, late_at, closes_at FROM programme_partnerdue
  UNION ALL
  SELECT id, episode_id, NULL, step, who, phase, kind, subject, optional,
         opens_at, due_at, late_at, closes_at FROM programme_jointdue
), here AS (
  SELECT due.*, e.couple_id, e.programme, e.programme_version,
         CASE {groups} ELSE {last} END AS whose,
         CASE WHEN late_at <= %s THEN {LATE} WHEN due_at >= %s THEN {TODAY} ELSE {BEFORE} END AS need
  FROM due JOIN programme_episode e ON e.id = due.episode_id
  WHERE opens_at <= %s AND (closes_at IS NULL OR closes_at > %s) AND due_at <= %s
    AND e.couple_id IN ({couples})
), first AS (
  SELECT *, row_number() OVER (PARTITION BY whose ORDER BY need, due_at, id) AS place FROM here
)
SELECT f.whose, f.need, f.id, f.episode_id, f.programme, f.programme_version, f.couple_id, c.name,
       f.partner_id, coalesce(p.first_name, ''), p.side, f.step, f.who, f.phase, f.kind, f.subject,
       f.optional, f.opens_at, f.due_at, f.late_at, f.closes_at
FROM first f JOIN people_couple c ON c.id = f.couple_id LEFT JOIN people_partner p ON p.id = f.partner_id
WHERE f.place <= %s
"""


def work_of(
    person: Person,
    at: datetime,
    *,
    roles: frozenset[str] | None,
    midnight: datetime,
    whose: Mapping[str, str],
    sizes: Mapping[str, int],
    page: int,
) -> dict[str, Part[DueStep]]:
    """What is due or late for the couples this person may open. One query.

    `whose`: of each group but the last what it holds, in SQL about `who`, `kind` and `subject`; a
    step stands in the first that it fits, and in the last of `sizes` when it fits none. `midnight`
    is when today began.
    """
    names = tuple(sizes)
    couples, of_whom = couples_of(person, roles).order_by().values("id").query.sql_with_params()
    sql = WORK.format(
        groups=" ".join(f"WHEN {sql} THEN {names.index(name)}" for name, sql in whose.items()),
        last=len(names) - 1,
        couples=couples,
        LATE=LATE,
        TODAY=TODAY,
        BEFORE=BEFORE,
    )
    many = page * max(sizes.values()) + 1  # one more tells whether another page follows
    with connection.cursor() as cursor:
        cursor.execute(sql, [at, midnight, at, at, at, *of_whom, many])
        pending = [
            Pending(names[of], need, step.due_at, id, step)
            for of, need, id, *row in cursor.fetchall()
            for step in [step_of(*row, at=at)]
            if step.due_at is not None
        ]
    return laid_out(pending, sizes, page)
