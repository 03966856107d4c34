"""A row of a dose, written by hand: the database takes it only with its own gate, read just now."""

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from psycopg import sql
from psycopg.errors import InsufficientPrivilege, IntegrityConstraintViolation

from duologue.calendar.actions import book
from duologue.calendar.models import Appointment
from tests.cast import Cast
from tests.dosing.conftest import Day

pytestmark = pytest.mark.django_db(transaction=True)

Row = dict[str, Any]
Asker = Callable[[], Any]


def insert(asking: psycopg.Connection[Any], table: str, row: Row) -> None:
    names = sql.SQL(", ").join(map(sql.Identifier, row))
    values = sql.SQL(", ").join(map(sql.Placeholder, row))
    asking.execute(
        sql.SQL("INSERT INTO {} ({}) VALUES ({})").format(sql.Identifier(table), names, values), row
    )


def gate(row: Row, **different: Any) -> Row:
    same = (
        "order_id",
        "partner_id",
        "appointment_id",
        "part",
        "dose_mg",
        "by_id",
        "witness_id",
        "at",
    )
    return {name: row[name] for name in same} | {"id": uuid.uuid4(), "settled": "{}"} | different


def dose(day: Day) -> Row:
    """Ana's dose as `administer` would write it."""
    cast = day.cast
    return {
        "id": uuid.uuid4(), "order_id": day.order["Ana"].pk, "partner_id": cast.ana.pk,
        "appointment_id": day.session.pk, "part": "main", "dose_mg": 35, "volume_ml": "0.70",
        "lot_id": day.lot.pk, "route": "", "decided": "", "because": "", "by_id": cast.lind.pk,
        "witness_id": cast.mona.pk, "at": day.now,
    }  # fmt: skip


def another_session(day: Day) -> Appointment:
    cast, later = day.cast, timedelta(days=7)
    return book(
        id=uuid.uuid4(), couple=cast.couple, kind="medicine", session_number=2,
        partners=[cast.ana, cast.ben], staff=[cast.mona], room=None,
        starts_at=day.session.starts_at + later, ends_at=day.session.ends_at + later,
        by=cast.cora, at=day.now,
    )  # fmt: skip


@pytest.fixture(params=["superuser", "request"])
def asking(
    request: pytest.FixtureRequest, postgres: tuple[str, str], superuser: str, cast: Cast
) -> Asker:
    """A transaction of who may do anything, or of a prescriber's request."""
    address = {"superuser": superuser, "request": postgres[1]}

    @contextmanager
    def begin() -> Iterator[psycopg.Connection[Any]]:
        with psycopg.connect(address[request.param]) as connection:
            if request.param == "request":
                connection.execute("SELECT asking.begin(%s)", [str(cast.lind.pk)])
            yield connection

    return begin


def refused(asking: Asker, row: Row, *gates: Row) -> None:
    with (
        pytest.raises(
            IntegrityConstraintViolation, match="open gate, read in the same transaction"
        ),
        asking() as connection,
    ):
        for one in gates:
            insert(connection, "dosing_gateopened", one)
        insert(connection, "dosing_administration", row)


def test_only_a_dose_with_its_own_gate_of_this_moment_is_taken(
    cast: Cast, day: Day, asking: Asker
) -> None:
    row = dose(day)
    refused(asking, row)

    other = day.sign_order(cast.ana, session_number=2)
    for name, value in {
        "order_id": other.pk,
        "partner_id": cast.ben.pk,
        "appointment_id": another_session(day).pk,
        "dose_mg": 34,
        "part": "booster",
        "by_id": cast.okafor.pk,
    }.items():
        refused(asking, row, gate(row, **{name: value}))

    with asking() as connection:
        insert(connection, "dosing_gateopened", gate(row))
    refused(asking, row)  # that one was of an earlier transaction
    with asking() as connection:
        (earlier,) = connection.execute("SELECT xact FROM dosing_gateopened").fetchone()
        (now,) = connection.execute("SELECT pg_current_xact_id()::text::bigint").fetchone()
    assert 0 < earlier < now

    with asking() as connection:
        insert(connection, "dosing_gateopened", gate(row))
        insert(connection, "dosing_administration", row)


def test_who_owns_the_tables_writes_neither_a_dose_nor_a_gate(
    cast: Cast, day: Day, postgres: tuple[str, str]
) -> None:
    row = dose(day)
    refused(lambda: psycopg.connect(postgres[0]), row)
    with pytest.raises(InsufficientPrivilege), psycopg.connect(postgres[0]) as connection:
        insert(connection, "dosing_gateopened", gate(row))


def test_nobody_writes_a_later_transaction_into_a_gate(cast: Cast, day: Day, asking: Asker) -> None:
    row = dose(day)
    with asking() as connection:
        insert(connection, "dosing_gateopened", gate(row, xact=2**62))
        found = connection.execute(
            "SELECT xact = pg_current_xact_id()::text::bigint FROM dosing_gateopened"
        )
        assert found.fetchall() == [(True,)]
    with pytest.raises(psycopg.Error), asking() as connection:
        changed = connection.execute(
            "UPDATE dosing_gateopened SET xact = pg_current_xact_id()::text::bigint"
        )
        assert changed.rowcount == 1
    refused(asking, row)
