from uuid import UUID, uuid4

from django.db import connection

from duologue.audit.rules import said_for
from duologue.audit.subjects import Subject

# The opening in an emergency that makes this look possible, if one does, is found on the way in.
# Times are the database's, as those of the rows are.
ADD = """
WITH look AS (
    SELECT (SELECT g.id FROM people_emergencygrant g
            WHERE g.by_id = %(person)s AND g.at <= %(now)s AND g.expires_at > %(now)s
              AND (g.partner_id = %(partner)s OR g.partner_id IN
                   (SELECT p.id FROM people_partner p WHERE p.couple_id = %(couple)s))
            LIMIT 1) AS emergency
)
INSERT INTO audit_entry
    (id, number, person, role, page, verb, partner, couple, emergency, at, hash)
SELECT %(id)s, 0, %(person)s, %(role)s, %(page)s, %(verb)s, %(partner)s, %(couple)s,
    look.emergency, now(), ''
FROM look
WHERE NOT EXISTS (
    SELECT 1 FROM audit_entry said
    WHERE said.person = %(person)s AND said.at > clock_timestamp() - %(said_for)s
      AND (said.page, said.verb, said.role) = (%(page)s, %(verb)s, %(role)s)
      AND said.partner IS NOT DISTINCT FROM %(partner)s
      AND said.couple IS NOT DISTINCT FROM %(couple)s
      AND said.emergency IS NOT DISTINCT FROM look.emergency)
"""


def record(*, page: str, verb: str, role: str, subject: Subject, by: UUID, at: object) -> None:
    """Append one row to the log; the database numbers, dates and chains it.

    A look that stands there already (`rules.said_for`) adds none: same person, roles, page, about
    the same, under the same opening in an emergency. Until the transaction ends no other row can be added, so this is a request's last act.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            ADD,
            {
                "id": uuid4(), "person": by, "role": role, "page": page, "verb": verb,
                "partner": subject.partner, "couple": subject.couple, "now": at,
                "said_for": said_for(verb),
            },
        )  # fmt: skip
