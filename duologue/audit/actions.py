from uuid import UUID, uuid4

from django.db import connection

from duologue.audit.subjects import Subject

# The opening in an emergency that makes this look possible, if one does, is found on the way in.
ADD = """
INSERT INTO audit_entry
    (id, number, person, role, page, verb, partner, couple, emergency, at, hash)
SELECT %(id)s, 0, %(person)s, %(role)s, %(page)s, %(verb)s, %(partner)s, %(couple)s,
    (SELECT g.id FROM people_emergencygrant g
     WHERE g.by_id = %(person)s AND g.at <= %(now)s AND g.expires_at > %(now)s
       AND (g.partner_id = %(partner)s OR g.partner_id IN
            (SELECT p.id FROM people_partner p WHERE p.couple_id = %(couple)s))
     LIMIT 1),
    now(), ''
"""


def record(*, page: str, verb: str, role: str, subject: Subject, by: UUID, at: object) -> None:
    """Append one row to the log; the database numbers, dates and chains it.

    Until the transaction ends no other row can be added, so this is a request's last act.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            ADD,
            {
                "id": uuid4(), "person": by, "role": role, "page": page, "verb": verb,
                "partner": subject.partner, "couple": subject.couple, "now": at,
            },
        )  # fmt: skip
