"""What row-level security costs: the same pages with the policies and without them.

    python -m benchmarks.volume FOLDER --copies 30
    python -m benchmarks.policies FOLDER [--times 60] [--only NAME …]

The clinic's database is copied and row-level security switched off in the copy; the role, its
grants and the question of who is asking stay. Both are open in this process, and every page is
asked for in pairs, one request of either, which first decided by lot. So whatever else the machine
does falls on both alike, and the ratio is fair where milliseconds are not.
"""

import argparse
import os
import random
import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from benchmarks.opening import opened
from benchmarks.pages import addresses, brackets, processor_seconds

WITHOUT = "duologue_without_policies"
MAIN = (
    "today journey my-room our-room measures-answers contact-messages consents my-appointments "
    "my-day caseload calendar notes messages alerts couple partner measures-partner dosing-session"
).split()
WARM = 3


@dataclass
class Arm:
    """One of the two databases: seconds of each request, and what was worked for all of them."""

    database: Any
    spent: list[float]
    worked: float = 0.0
    queries: int = 0
    bytes: int = 0


def open_without(admin: str) -> None:
    """Copy the clinic's database, then take row-level security off every table of the copy."""
    from django.db import connections

    connections.close_all()
    with psycopg.connect(admin, dbname="postgres", autocommit=True) as connection:
        for statement in (
            "DROP DATABASE IF EXISTS {} WITH (FORCE)",
            f"CREATE DATABASE {{}} TEMPLATE {conninfo_to_dict(admin)['dbname']}",
        ):
            connection.execute(sql.SQL(statement).format(sql.Identifier(WITHOUT)))
    with psycopg.connect(admin, dbname=WITHOUT) as connection:
        tables = connection.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
        ).fetchall()
        for (table,) in tables:
            connection.execute(
                sql.SQL("ALTER TABLE {} DISABLE ROW LEVEL SECURITY").format(sql.Identifier(table))
            )


def arms() -> tuple[Arm, Arm]:
    """(with, without), each with a connection that stays open."""
    from django.db import connections

    found = []
    default = connections["default"].settings_dict
    request = conninfo_to_dict(os.environ["DUOLOGUE_REQUEST_DATABASE"])
    role = {"USER": request["user"], "PASSWORD": request["password"]}
    for name in (default["NAME"], WITHOUT):
        database = connections.create_connection("default")
        database.settings_dict = {**default, **role, "NAME": name}
        found.append(Arm(database, []))
    return found[0], found[1]


def measure(both: Sequence[Arm], client: Any, address: str, times: int) -> None:
    """Fill both arms with `times` requests each."""
    from django.db import connections
    from django.test.utils import CaptureQueriesContext

    lots = random.Random(address)
    for arm in both:
        arm.spent, arm.worked = [], 0.0
        connections["default"] = arm.database
        with CaptureQueriesContext(arm.database) as asked:
            answer = client.get(address)
        arm.queries = sum(not brackets(q["sql"]) for q in asked.captured_queries)
        arm.bytes = len(answer.getvalue())
    for nth in range(WARM + times):
        for arm in lots.sample(list(both), 2):
            connections["default"] = arm.database
            worked, began = processor_seconds(), time.perf_counter()
            client.get(address)
            if nth >= WARM:
                arm.spent.append(time.perf_counter() - began)
                arm.worked += processor_seconds() - worked


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure pages with and without the policies.")
    parser.add_argument("home", type=Path)
    parser.add_argument("--times", type=int, default=60)
    parser.add_argument("--only", nargs="*", default=MAIN)
    asked = parser.parse_args()
    with opened(asked.home) as admin:
        pages = list(addresses(asked.only))  # signs everybody in, before the copy is made
        open_without(admin)
        both = arms()
        print(
            "| page | for | with, ms | without, ms | ratio | ratio of CPU | queries | same page |"
        )
        print("|---|---|--:|--:|--:|--:|--:|---|")
        for page, observer, client, address in pages:
            measure(both, client, address, asked.times)
            kept, bare = (statistics.median(arm.spent) * 1000 for arm in both)
            same = "yes" if both[0].bytes == both[1].bytes else "NO"
            print(
                f"| {page} | {observer} | {kept:.1f} | {bare:.1f} | {kept / bare:.2f} | "
                f"{both[0].worked / both[1].worked:.2f} | {both[0].queries} | {same} |",
                flush=True,
            )


if __name__ == "__main__":
    main()
