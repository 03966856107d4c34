"""Every table, every observer, every verb: the database is asked, and answers as the oracle says."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple
from uuid import UUID, uuid4

import psycopg
import pytest
import yaml
from psycopg import sql

from duologue.privacy.policy import policy
from tests.privacy.rows import Stage

ORACLE = yaml.safe_load(Path(__file__).with_name("oracle.yaml").read_text())
VERBS = ("read", "add", "change", "remove")
STAFF = {"therapist": "therapist", "prescriber": "prescriber", "monitor": "monitor",
         "outside": "therapist", "coordinator": "coordinator", "operator": "operator",
         "researcher": "researcher", "author": "therapist"}  # fmt: skip
IN_CARE = ("therapist", "prescriber", "monitor")
OBSERVERS = ("A", "B", "C", *STAFF, "nobody", "system")
# These rows are the people themselves; another of the kind would be nobody's.
THEMSELVES = {"people_person": "owner", "people_couple": "couple", "people_partner": "partner"}


class Case(NamedTuple):
    table: str
    whole_couple: bool
    who: dict[str, frozenset[str]]
    named: str
    hanging: str
    values: dict[str, Any]


SYSTEM = {
    table: set(one["may"].split()) for one in ORACLE["system"] for table in one["tables"].split()
}


def _cases() -> Iterator[Case]:
    for group in ORACLE["groups"]:
        who: dict[str, set[str]] = {}
        for word, verbs in group["who"].items():
            for observer in ORACLE["words"].get(word, word).split():
                who.setdefault(observer, set()).update(verbs.split())
        may = {observer: frozenset(verbs) for observer, verbs in who.items()}
        assert may.keys() <= set(OBSERVERS), f"{group['what']}: {may.keys() - set(OBSERVERS)}"
        of_both = " of the couple"
        for table in group["tables"].replace(of_both, "+").split():
            name = table.removesuffix("+")
            system = frozenset(SYSTEM.get(name, set()) | who.get("system", set()))
            yield Case(
                name,
                table != name,
                may | {"system": system},
                group.get("named", ""),
                group.get("with", {}),
                group.get("values", {}),
            )


CASES = {f"{case.table}{' of the couple' * case.whole_couple}": case for case in _cases()}


@pytest.fixture(scope="module")
def stage(django_db_setup: None, superuser: str) -> Iterator[tuple[Stage, dict[str, UUID]]]:
    with psycopg.connect(superuser) as connection:
        connection.execute("SET LOCAL session_replication_role = replica")
        people = {name: uuid4() for name in OBSERVERS if name not in ("nobody", "system")}
        made = Stage(connection, uuid4(), uuid4(), people["A"], uuid4())
        for name, who in people.items():
            made.make("people_person", {"id": who, "name": name, "closed_at": None})
        made.make("people_person", {"id": made.named, "closed_at": None})
        elsewhere = uuid4()
        for couple in (made.couple, elsewhere):
            made.make("people_couple", {"id": couple})
        for name, partner, couple in (("A", made.partner, made.couple), ("B", uuid4(), made.couple),
                                      ("C", uuid4(), elsewhere)):  # fmt: skip
            row = {
                "id": partner,
                "couple_id": couple,
                "person_id": people[name],
                "first_name": name,
            }
            made.make("people_partner", row)
        made.make("people_staffrole", {"person_id": made.named, "role": "therapist"})
        for name, role in STAFF.items():
            made.make("people_staffrole", {"person_id": people[name], "role": role})
        for role in IN_CARE:
            made.make("people_careteammember", {"person_id": people[role], "role": role})
        made.bare.clear()
        yield made, people
        connection.rollback()


def test_the_oracle_speaks_of_every_table() -> None:
    spoken = {case.table for case in CASES.values()}
    assert spoken == set(policy().stanzas), spoken ^ set(policy().stanzas)


@pytest.mark.parametrize("name", CASES)
def test_the_database_allows_what_the_oracle_says(
    name: str, stage: tuple[Stage, dict[str, UUID]]
) -> None:
    made, people = stage
    case = CASES[name]
    wrong = []
    with made.connection.transaction(force_rollback=True):
        for author in (False, True):
            with made.connection.transaction(force_rollback=True):
                row = _row(made, case, people.get("author" if author else case.named))
                asking = ("author",) if author else [o for o in OBSERVERS if o != "author"]
                for observer in asking:
                    found = _asked(made, case.table, row, str(people.get(observer, observer)))
                    wanted = case.who.get(observer, frozenset())
                    if author:  # whatever an outside therapist may do, their name or not
                        wanted |= case.who.get("outside", frozenset())
                    wrong += [f"{observer} can {verb}" for verb in sorted(found - wanted)]
                    wrong += [f"{observer} cannot {verb}" for verb in sorted(wanted - found)]
    assert not wrong, f"{name}: " + "; ".join(wrong)


def _row(made: Stage, case: Case, author: UUID | None) -> dict[str, Any]:
    """A's row, proved to be there; what the oracle hangs on it hangs on it."""
    named, made.whole_couple = made.named, case.whole_couple
    made.named = author or named
    made.bare.clear()
    try:
        if case.table in THEMSELVES:
            who = getattr(made, THEMSELVES[case.table])
            found = sql.SQL("SELECT to_jsonb(t) FROM {} t WHERE id = %s")
            there = made.connection.execute(found.format(sql.Identifier(case.table)), [who])
            return there.fetchone()[0]  # type: ignore[index]
        row = made.make(case.table, case.values)
        for parent, child in dict(case.hanging).items():
            _hang(made, case.table, row, parent, child)
        return row
    finally:
        made.named, made.whole_couple = named, False


def _hang(made: Stage, table: str, row: dict[str, Any], parent: str, child: str) -> None:
    """A `child` row that names the `parent` row of this one, or this one itself."""
    links = {p: name for name, _, _, p, _ in made.columns(table) if p}
    key = row["id"] if parent == table else row.get(links.get(parent, ""))
    column = next(name for name, _, _, p, _ in made.columns(child) if p == parent)
    if key is not None and child != table:
        made.make(child, {column: key})


def _asked(made: Stage, table: str, row: dict[str, Any], who: str) -> set[str]:
    """The verbs with which this principal reaches the row."""
    t, key = sql.Identifier(table), _key(made, table)
    k, columns = sql.Identifier(key), [c for c, *_ in made.columns(table)]
    other = sql.Identifier(columns[-1] if columns[-1] != key else columns[0])
    another = row | {key: _another(row[key])}
    ask = {
        "read": (sql.SQL("SELECT 1 FROM {} WHERE {} = %s").format(t, k), [row[key]]),
        "add": (
            sql.SQL("INSERT INTO {t} SELECT * FROM jsonb_populate_record(NULL::{t}, %s)").format(
                t=t
            ),
            [json.dumps(another)],
        ),
        "change": (
            sql.SQL("UPDATE {} SET {o} = {o} WHERE {} = %s").format(t, k, o=other),
            [row[key]],
        ),
        "remove": (sql.SQL("DELETE FROM {} WHERE {} = %s").format(t, k), [row[key]]),
    }
    there = made.connection.execute(*ask["read"])
    assert there.fetchone(), f"{table}: the row is not there, so nothing would be proved"
    able = set()
    with made.connection.transaction(force_rollback=True):
        made.connection.execute("SELECT asking.begin(%s)", [who])
        for verb in VERBS:
            try:
                with made.connection.transaction(force_rollback=True):
                    if made.connection.execute(*ask[verb]).rowcount == 1:
                        able.add(verb)
            except psycopg.errors.InsufficientPrivilege:
                pass
    return able


def _key(made: Stage, table: str) -> str:
    return "number" if table == "audit_head" else "id"


def _another(key: object) -> object:
    return key + 1000 if isinstance(key, int) else str(uuid4())
