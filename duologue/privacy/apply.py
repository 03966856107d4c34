"""The policy put on the tables of a database, by their owner."""

from importlib.resources import files

import psycopg

from duologue.privacy.generate import REQUEST, statements
from duologue.privacy.policy import Mistake, Policy, missing, of_these

COLUMNS = """
SELECT c.relname, array_agg(a.attname::text ORDER BY a.attnum)
FROM pg_class c
JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace
GROUP BY c.relname
"""
SCHEMA = (
    f"GRANT USAGE ON SCHEMA public TO {REQUEST}",
    f"GRANT USAGE ON SCHEMA asking TO {REQUEST}",
    f"REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM {REQUEST}",
    f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {REQUEST}",
)


def apply(owner: str, policy: Policy) -> None:
    """Give every table its policies, in one transaction, in place of those it had.

    A table that the policy does not name is closed to everybody.
    """
    with psycopg.connect(owner) as connection:
        policy = of_these(policy, set(tables(connection)))
        connection.execute(files(__package__).joinpath("asking.sql").read_text())  # type: ignore[arg-type]
        for statement in (*SCHEMA, *statements(policy)):
            connection.execute(statement)  # type: ignore[arg-type]


def check(owner: str, policy: Policy) -> None:
    """Raises `Mistake`, with the stanza to paste, when tables or columns are not named."""
    with psycopg.connect(owner) as connection:
        unnamed = missing(policy, tables(connection))
    if unnamed:
        raise Mistake(f"privacy/policy.yaml does not fit the tables. Write:\n{unnamed}")


def tables(connection: psycopg.Connection[tuple[object, ...]]) -> dict[str, tuple[str, ...]]:
    """The columns of every table there is."""
    return {str(table): tuple(columns) for table, columns in connection.execute(COLUMNS)}  # type: ignore[arg-type]
