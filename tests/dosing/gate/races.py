"""A dose against something that shuts its gate, both at once on two connections of the request role.

Who came first is read from the database: each transaction keeps the snapshot of its last moment,
which says what had been committed by then. Whoever holds the keys of the gate keeps the other out
until it ends; so a dose stands rightly only where the other transaction, still open, could see it.
"""

import time
import uuid
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date, datetime
from random import Random
from threading import Barrier
from types import SimpleNamespace
from typing import Any

from django.db import OperationalError, connection, transaction
from django.utils import timezone

from duologue.consent.actions import withdraw
from duologue.consent.models import Signature
from duologue.dosing.models import Administration
from duologue.dosing.orders.actions import cancel_order
from duologue.dosing.reasons import Refused
from duologue.people.models import CareTeamMember, Role
from duologue.privacy.principal import asking_as
from duologue.safety.actions import report_adverse_event
from duologue.screening.actions import decide_not_now, decide_suitability, revoke_clearance
from duologue.screening.models import Clearance
from duologue.sharing.secrets.models import AgreementSigned
from tests.cast import NOW, couple, staff
from tests.dosing.conftest import Day

PATIENCE = 20  # seconds that one of the two waits at the start for the other
APART = 0.05  # seconds at most between their starts, mostly much less
CLEARLY = 0.4
MOMENT = "SELECT pg_current_xact_id()::text, pg_current_snapshot()::text"
SAW = "SELECT pg_visible_in_snapshot(%s::xid8, %s::pg_snapshot)"
HELD = (
    "SELECT count(*) FROM pg_locks l JOIN pg_database d ON d.oid = l.database"
    " WHERE d.datname = current_database() AND l.locktype = 'advisory'"
)


@dataclass(frozen=True)
class Act:
    """Something that shuts the gate, who does it, and a word of the reason that is given for it."""

    who: str
    do: Callable[[Day, datetime], Any]
    reason: str


def consent_withdrawn(day: Day, at: datetime) -> None:
    signature = Signature.objects.get(partner=day.cast.ana, document="treatment")
    withdraw(signature=signature, by=day.cast.ana.person, at=at)


def order_cancelled(day: Day, at: datetime) -> None:
    cancel_order(order=day.order[day.cast.ana.first_name], reason="ECG", by=day.cast.lind, at=at)


def given_by_another(day: Day, at: datetime) -> None:
    day.give(day.cast.ana, by=day.cast.mona, witness=day.cast.okafor, at=at)


def pressure_measured(day: Day, at: datetime) -> None:
    day.now = at
    day.check(day.cast.ana, systolic=165, diastolic=95)


def clearance_revoked(day: Day, at: datetime) -> None:
    clearance = Clearance.objects.get(partner=day.cast.ana)
    revoke_clearance(clearance=clearance, reason="ECG", by=day.cast.lind, at=at)


def not_now(day: Day, at: datetime) -> None:
    decide_not_now(
        id=uuid.uuid4(), partner=day.cast.ana, reason="ECG", plan="Seen again", review_on=None,
        by=day.cast.lind, at=at,
    )  # fmt: skip


def adverse_event(day: Day, at: datetime) -> None:
    report_adverse_event(
        id=uuid.uuid4(), partner=day.cast.ana, what="Chest pain", began_at=at, severity="moderate",
        relatedness="possible", serious="", done="", outcome="", by=day.cast.mona, at=at,
    )  # fmt: skip


def room_without_kit(day: Day, at: datetime) -> None:
    day.now = at
    day.ready(kit_checked=False)


def not_suitable(day: Day, at: datetime) -> None:
    decide_suitability(
        id=uuid.uuid4(), couple=day.cast.couple, decision="not-now", reason="Not now",
        plan="Seen again", review_on=date(2027, 1, 1), by=day.cast.okafor, at=at,
    )  # fmt: skip


ACTS: Mapping[str, Act] = {
    "a consent is withdrawn": Act("ana", consent_withdrawn, "consent withdrawn"),
    "the order is cancelled": Act("lind", order_cancelled, "order was cancelled"),
    "the same order is used": Act("mona", given_by_another, "main dose of this order was given"),
    "165/95 mmHg is measured": Act("mona", pressure_measured, "160/100"),
    "the clearance is revoked": Act("lind", clearance_revoked, "No clearance holds"),
    "not now": Act("lind", not_now, "No clearance holds"),
    "an adverse event": Act("mona", adverse_event, "safety event is open"),
    "the kit is not checked": Act("mona", room_without_kit, "kit was not checked"),
    "suitability no longer": Act("okafor", not_suitable, "suitability"),
}
TWICE = "the same order is used"


@dataclass
class Ran:
    """How one of the two went. `refused` is empty where it did what it wanted."""

    at_end: tuple[str, str] = ("", "")
    refused: tuple[str, ...] = ()
    deadlock: bool = False
    ms: float = 0.0


@dataclass(frozen=True)
class Race:
    """`passed_by`: a dose stands though the gate was shut. `needless`: refused though nothing shut it."""

    dose: Ran
    act: Ran
    stands: int
    passed_by: bool
    needless: bool
    locks_left: int

    @property
    def deadlock(self) -> bool:
        return self.dose.deadlock or self.act.deadlock


class Track:
    """Two threads, each with its own connection, and a fresh couple for every race."""

    def __init__(self, cast: Any, seed: int = 1) -> None:
        self.cast, self.dice, self.couples = cast, Random(seed), 0

    def __enter__(self) -> "Track":
        self.threads = ThreadPoolExecutor(2)
        return self

    def __exit__(self, *_: object) -> None:
        gate = Barrier(2)  # so that each of the two closes its own
        for done in [self.threads.submit(_close, gate) for _ in range(2)]:
            done.result()
        self.threads.shutdown()

    def alone(self) -> Ran:
        """A dose that nothing comes between."""
        day, ran = self._day(), Ran()
        self.threads.submit(
            _runs, ran, day.cast.lind, Barrier(1), 0.0, lambda at: _gives(day, at)
        ).result()
        return ran

    def race(self, name: str, *, dose_first: bool, clearly: bool = False) -> Race:
        """`clearly`: with so much between the two that there is no doubt who comes first."""
        act, day = ACTS[name], self._day()
        late = CLEARLY if clearly else APART * self.dice.random() ** 2
        start, dose, other = Barrier(2), Ran(), Ran()
        who = day.cast.ana.person if act.who == "ana" else getattr(day.cast, act.who)
        both = (
            (dose, day.cast.lind, start, 0.0 if dose_first else late, lambda at: _gives(day, at)),
            (other, who, start, late if dose_first else 0.0, lambda at: act.do(day, at)),
        )
        for running in [self.threads.submit(_runs, *one) for one in both]:
            running.result()
        return self._judged(name, day, dose, other)

    @transaction.atomic
    def _day(self) -> Day:
        """A couple that nobody else has, with a team of its own."""
        self.couples += 1
        made = couple(f"Ana{self.couples}", f"Ben{self.couples}")
        ana, ben = made.partners.order_by("side")
        number, team = self.couples, {"cora": self.cast.cora}
        for name, role in (
            ("lind", Role.PRESCRIBER),
            ("okafor", Role.THERAPIST),
            ("mona", Role.MONITOR),
        ):
            team[name] = staff(f"{name}{number}", role)
            CareTeamMember.objects.create(couple=made, person=team[name], role=role, at=NOW)
        for partner in (ana, ben):
            AgreementSigned.objects.create(couple=made, partner=partner, at=NOW)
        return Day(
            SimpleNamespace(couple=made, ana=ana, ben=ben, **team), lot_number=str(self.couples)
        )

    def _judged(self, name: str, day: Day, dose: Ran, act: Ran) -> Race:
        given = Administration.objects.filter(partner=day.cast.ana)
        stands = given.count()
        shut = not act.refused and not act.deadlock
        if name == TWICE:
            passed_by, needless = stands > 1, stands == 0
        else:
            passed_by = bool(stands) and shut and not _saw(act, dose)
            needless = bool(dose.refused) and not (shut and _saw(dose, act))
        with connection.cursor() as cursor:
            cursor.execute(HELD)
            (held,) = cursor.fetchone()
        return Race(dose, act, stands, passed_by, needless, held)


def _gives(day: Day, at: datetime) -> None:
    day.give(day.cast.ana, witness=day.cast.mona, at=at)


def _runs(ran: Ran, who: Any, start: Barrier, late: float, does: Callable[[datetime], Any]) -> None:
    """As one request: in a transaction of whoever asks, with the time at which it came in."""
    try:
        with asking_as(str(who.pk)):
            start.wait(PATIENCE)
            at = timezone.now()
            time.sleep(late)  # as a request does between coming in and being read
            began = time.perf_counter()
            try:
                does(at)
            except Refused as refused:
                ran.refused = tuple(one.reason for one in refused.reasons)
            ran.ms = (time.perf_counter() - began) * 1000
            with connection.cursor() as cursor:
                cursor.execute(MOMENT)
                ran.at_end = cursor.fetchone()
    except OperationalError as error:
        if getattr(error.__cause__, "sqlstate", "") != "40P01":
            raise
        ran.deadlock = True


def _saw(one: Ran, other: Ran) -> bool:
    """Whether `other` was committed before the end of `one`."""
    if not (one.at_end[0] and other.at_end[0]):
        return False
    with connection.cursor() as cursor:
        cursor.execute(SAW, [other.at_end[0], one.at_end[1]])
        return bool(cursor.fetchone()[0])


def _close(gate: Barrier) -> None:
    gate.wait(PATIENCE)
    connection.close()
