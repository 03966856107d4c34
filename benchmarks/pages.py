"""What each page costs: server milliseconds and queries, in the clinic `volume.py` filled.

    python -m benchmarks.pages FOLDER [--times 50] [--only NAME …]

Requests go through the WSGI handler in this process, with the real middleware and the role that
serves requests. "CPU" is what Python and PostgreSQL worked for a
request, on a machine that others use as well the fairer figure. The ratio is that of CPU to a peer
measured in the same run: a view with the same middleware that asks one small question.
"""

import argparse
import statistics
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.opening import opened

QUERIES, MEDIAN_MS = 15, 60.0  # the bars of issue 3
# Lists grow with the clinic: measured for everybody who opens them.
LISTS = (
    "my-day caseload calendar notes messages alerts enquiries cohorts people measures-held "
    "couple-new notes-new"
).split()


@dataclass(frozen=True)
class Cost:
    page: str
    observer: str
    median: float
    p95: float
    cpu: float
    queries: int
    bytes: int


def observers() -> dict[str, Any]:
    """A therapist with about sixty couples under care, and one of each other role; partners of one couple."""
    from django.db.models import Count, Q

    from duologue.people.models import Couple, Person

    def staff(role: str) -> Any:
        return Person.objects.filter(staff_roles__role=role).order_by("email").first()

    busy = Person.objects.filter(staff_roles__role="therapist").annotate(
        n=Count("care_of", filter=Q(care_of__end=None))
    )
    therapist = min(busy, key=lambda person: (abs(person.n - 60), person.email))
    treated = Couple.objects.filter(
        care_team__person=therapist, care_team__end=None, episodes__phase_now__phase="medicine",
        partners__person__isnull=False, appointments__kind="medicine",
    ).order_by("id").distinct()  # fmt: skip
    couple = treated.filter(notes__signature=None).first() or treated.first()
    closed = Couple.objects.filter(care_team__person=therapist).exclude(closings=None).first()
    team = {m.role: m.person for m in couple.care_team.select_related("person")}
    one, two = couple.partners.select_related("person")
    people = {
        "therapist": therapist,
        "coordinator": staff("coordinator"),
        "prescriber": team["prescriber"],
        "monitor": team["monitor"],
        "partner": one.person,
        "other partner": two.person,
        "closed partner": closed.partners.first().person if closed else None,
        "operator": staff("operator"),
        "nobody": None,
    }
    return {"people": people, "couples": [couple, *([closed] if closed else [])],
            "caseload": therapist.n}  # fmt: skip


def addresses(only: list[str]) -> Iterator[tuple[str, str, Any, str]]:
    """(page, observer, client, address) of everything that opens."""
    from django.urls import reverse

    from tests.house.every_page import OnlyActs, ids_around, named_pages, opened_by, signed_in

    found = observers()
    clients = {name: signed_in(person) for name, person in found["people"].items()}
    ids = [ids_around(couple) for couple in found["couples"]]
    print(f"The therapist treats {found['caseload']} couples.\n")
    yield "peer", "therapist", clients["therapist"], "/peer/"
    more = {
        "caseload, last page": reverse("caseload") + "?page=99999",
        "caseload, by name": reverse("caseload") + "?name=ana",
        "caseload, by phase": reverse("caseload") + "?phase=integration",
        "my-day, page 3": reverse("my-day") + "?page=3",
        "calendar, caseload": reverse("calendar") + "?view=caseload",
        "calendar, rooms": reverse("calendar") + "?view=rooms",
    }
    for name in LISTS:
        more[name] = reverse(name)
    for name, address in more.items():
        if not only or name.split(",")[0] in only:
            for observer in ("therapist", "coordinator", "prescriber"):
                if clients[observer].get(address).status_code == 200:
                    yield name, observer, clients[observer], address
    for page in named_pages():
        if page.name in (*LISTS, "leave") or (only and page.name not in only):
            continue
        opened = None
        with suppress(OnlyActs):
            opened = opened_by(page, clients, ids)
        if opened:
            yield page.name, opened[0], clients[opened[0]], opened[1]


def cost(page: str, observer: str, client: Any, address: str, times: int) -> Cost:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as asked:
        response = client.get(address)
    # Now, because the next request empties the list.
    queries = sum(not brackets(query["sql"]) for query in asked.captured_queries)
    size = len(b"".join(response)) if response.streaming else len(response.content)
    spent = []
    worked = -processor_seconds()
    for _ in range(times):
        began = time.perf_counter()
        client.get(address)
        spent.append((time.perf_counter() - began) * 1000)
    worked += processor_seconds()
    return Cost(page, observer, statistics.median(spent),
                statistics.quantiles(spent, n=20)[-1],
        worked * 1000 / times, queries, size)  # fmt: skip


def processor_seconds() -> float:
    """What this process and its PostgreSQL process have worked so far: what a busy machine cannot
    stretch as it stretches the clock."""
    import psutil
    from django.db import connection

    connection.ensure_connection()
    its = psutil.Process(connection.connection.info.backend_pid).cpu_times()
    return time.process_time() + its.user + its.system


def brackets(query: str) -> bool:
    """What opens and closes a transaction is no question."""
    return query.startswith(("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE"))


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure every page of a filled clinic.")
    parser.add_argument("home", type=Path)
    parser.add_argument("--times", type=int, default=50)
    parser.add_argument("--only", nargs="*", default=[])
    arguments = parser.parse_args()
    print("| page | for | median ms | p95 ms | CPU ms | × peer | queries | kB | |")
    print("|---|---|--:|--:|--:|--:|--:|--:|---|")
    with opened(arguments.home):
        peer = None
        for page, observer, client, address in addresses(arguments.only):
            found = cost(page, observer, client, address, arguments.times)
            peer = peer or found.cpu
            over = [
                word
                for word, is_over in (
                    ("slow", found.median > MEDIAN_MS), ("queries", found.queries > QUERIES)
                )
                if is_over
            ]  # fmt: skip
            print(
                f"| {page} | {observer} | {found.median:.1f} | {found.p95:.1f} | "
                f"{found.cpu:.1f} | {found.cpu / peer:.1f} | {found.queries} | {found.bytes / 1024:.0f} | "
                f"{', '.join(over)} |",
                flush=True,
            )


if __name__ == "__main__":
    main()
