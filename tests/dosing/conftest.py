"""Ana and Ben in their first medicine session: cleared, consented, weighed, stock in the drawer."""

import uuid
from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from duologue.calendar.actions import book
from duologue.consent.loader import newest
from duologue.consent.models import Countersignature, Signature
from duologue.dosing.administration.actions import administer
from duologue.dosing.checks.actions import check
from duologue.dosing.gate.actions import make_ready
from duologue.dosing.ledger.actions import receive
from duologue.dosing.observations.actions import observe
from duologue.dosing.orders.actions import sign_order
from duologue.measures.models import Response, SealedFinding, Sealing, Submission
from duologue.screening.actions import decide_suitability, sign_clearance


def consent_to_all(partner, countersigner, at) -> None:
    for document in newest():
        signed = Signature.objects.create(
            partner=partner, document=document.id, version=document.version,
            name=partner.first_name, sha256="0" * 64, paper=b"paper", at=at,
        )  # fmt: skip
        if document.countersign:
            Countersignature.objects.create(signature=signed, by=countersigner, at=at)


def cleared_alone(partner, clinician, at) -> None:
    """The private screen was handed in, read, and found clear."""
    response = Response.objects.create(
        partner=partner, instrument="private-screen", version="1", mode="tablet", at=at
    )
    Sealing.objects.create(response=response, at=at)
    Submission.objects.create(response=response, at=at)
    SealedFinding.objects.create(response=response, verdict="clear", by=clinician, at=at)


class Day:
    def __init__(self, cast, lot_number="K-17") -> None:
        self.cast = cast
        self.now = timezone.now()
        self.session = book(
            id=uuid.uuid4(), couple=cast.couple, kind="medicine", session_number=1,
            partners=[cast.ana, cast.ben], staff=[cast.mona], room=None,
            starts_at=self.now - timedelta(hours=3), ends_at=self.now + timedelta(hours=1),
            by=cast.cora, at=self.now,
        )  # fmt: skip
        self.lot = receive(
            id=uuid.uuid4(), drug="racemic", lot_number=lot_number, mg_per_ml=Decimal(50),
            expires_on=timezone.localdate() + timedelta(days=90), amount_mg=Decimal(500),
            witness=cast.mona, by=cast.lind, at=self.now,
        )  # fmt: skip
        self.ready()
        decide_suitability(
            id=uuid.uuid4(), couple=cast.couple, decision="suitable", reason="", plan="",
            review_on=None, by=cast.okafor, at=self.now,
        )  # fmt: skip
        self.order = {}
        for partner in (cast.ana, cast.ben):
            consent_to_all(partner, cast.lind, self.now)
            sign_clearance(
                id=uuid.uuid4(), partner=partner, conditions="", by=cast.lind, at=self.now,
                expires_on=timezone.localdate() + timedelta(days=30),
            )  # fmt: skip
            cleared_alone(partner, cast.okafor, self.now)
            self.check(partner)
            self.order[partner.first_name] = self.sign_order(partner)

    def ready(self, **different) -> None:
        self.now += timedelta(microseconds=1)  # the newest look counts
        found = {"prescriber": "reachable", "oximeter": True, "kit_checked": True, "observers": 2}
        make_ready(
            id=uuid.uuid4(), appointment=self.session, by=self.cast.mona, at=self.now,
            **(found | different),
        )  # fmt: skip

    def check(self, partner, **different) -> None:
        answers = {
            "identity_by": "name and birthday",
            "last_food_at": self.now - timedelta(hours=12),
            "last_drink_at": self.now - timedelta(hours=6),
            "pregnancy": "negative",
            "systolic": 122,
            "diastolic": 78,
            "heart_rate": 70,
            "spo2": 98,
            "weight_kg": Decimal(61),
            "escort": "A friend",
        }
        check(
            id=uuid.uuid4(), appointment=self.session, partner=partner, answers=answers | different,
            by=self.cast.mona, at=self.now,
        )  # fmt: skip

    def sign_order(self, partner, **different):
        values = {
            "id": uuid.uuid4(), "partner": partner, "session_number": 1, "drug": "racemic",
            "route": "intramuscular", "dose_mg": Decimal(35), "booster_mg": Decimal(15),
            "max_mg_per_kg": Decimal("0.75"), "expires_at": self.now + timedelta(days=2),
            "by": self.cast.lind, "at": self.now,
        }  # fmt: skip
        return sign_order(**(values | different))

    def give(self, partner, **different):
        values = {
            "id": uuid.uuid4(), "order": self.order[partner.first_name], "partner": partner,
            "appointment": self.session, "part": "main", "dose_mg": Decimal(35),
            "drawn_ml": Decimal("0.70"), "lot": self.lot, "witness": self.cast.mona,
            "by": self.cast.lind, "at": self.now,
        }  # fmt: skip
        return administer(**(values | different))

    def observe(self, partner, minutes_ago=0, corrects=None, **values):
        calm = {"systolic": 120, "diastolic": 76, "heart_rate": 68, "spo2": 98, "moaas": 5}
        return observe(
            id=uuid.uuid4(), appointment=self.session, partner=partner,
            measured_at=self.now - timedelta(minutes=minutes_ago), values=calm | values,
            corrects=corrects,
            by=self.cast.mona, at=self.now,
        )  # fmt: skip


@pytest.fixture
def day(cast) -> Day:
    return Day(cast)
