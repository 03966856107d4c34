"""All that the gate asks about one person, one session and one dose, as it stands at a moment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Standing:
    """What was decided before the day.

    `agreed`: the agreement on confidentiality is signed by whom it takes. `screen_clear`, and
    `screen_days` since the last one: of the questions asked alone; None where there was none.
    `suitable` is true where nobody has to decide it: a course of one, with nobody beside.
    """

    cleared: bool
    consents_missing: tuple[str, ...]
    agreed: bool
    screen_clear: bool
    screen_days: int | None
    suitable: bool
    open_events: int
    days_since_dose: int | None
    interval_days: int


@dataclass(frozen=True, slots=True)
class Pressure:
    """One reading in mmHg."""

    systolic: int
    diastolic: int


@dataclass(frozen=True, slots=True)
class Checks:
    """The checks of the day, the latest last. Fasting is asked for by the programme, in hours.

    `medicines` is the worst that the list of interactions says of what was taken today: `fine`,
    `decide` or `not_now`; `unknown` where the list does not know one of them.
    """

    at: datetime
    identity: bool
    fasted: timedelta
    drink_free: timedelta
    food_hours: float
    drink_hours: float
    medicines: str
    alcohol_or_drugs: bool
    pregnancy: str
    pressures: tuple[Pressure, ...]
    heart_rates: tuple[int, ...]
    spo2s: tuple[int, ...]
    weight_kg: Decimal
    escort: bool


@dataclass(frozen=True, slots=True)
class Room:
    """What the room was found to hold before the first dose of the session."""

    prescriber_reachable: bool
    prescriber_on_premises: bool
    oximeter: bool
    kit_checked: bool
    observers: int
    dosed: int
    level: str


@dataclass(frozen=True, slots=True)
class OrderFacts:
    """An order as it stands this moment, with what was given against it so far."""

    partner: str
    session_number: int
    drug: str
    dose_mg: Decimal
    booster_mg: Decimal
    max_mg_per_kg: Decimal
    expires_at: datetime
    cancelled: bool
    main_given_mg: Decimal
    boosters_given_mg: Decimal
    main_recorded: bool = False  # also where a correction says that it was not given
    cap_mg: Decimal | None = None  # of the programme; None where it does not use the route
    most_mg: Decimal | None = None  # the largest main dose of this person by this route before

    @property
    def given_mg(self) -> Decimal:
        return self.main_given_mg + self.boosters_given_mg


@dataclass(frozen=True, slots=True)
class LotFacts:
    drug: str
    mg_per_ml: Decimal | None
    expires_on: date
    held_micrograms: int


@dataclass(frozen=True, slots=True)
class Dose:
    """What somebody is about to give. `drawn_ml` is what they say they drew.

    `mg` and `lot` are None, and `volume_read` is false, where the form could not be read: then
    nothing is said of them here.
    """

    part: str
    mg: Decimal | None
    waste_mg: Decimal
    drawn_ml: Decimal | None
    lot: LotFacts | None
    witnessed: bool
    volume_read: bool = True


@dataclass(frozen=True, slots=True)
class Facts:
    """None for what was not done or not asked yet. `dose` is None while nobody gives one.

    `settled`: the rules that a named clinician has decided, or two have set aside, for this session,
    with their words.
    """

    at: datetime
    today: date
    partner: str
    session_number: int
    standing: Standing
    checks: Checks | None
    room: Room | None
    order: OrderFacts | None
    dose: Dose | None
    settled: Mapping[str, str]
