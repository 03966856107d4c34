"""Everything this room records; each closet keeps its own."""

from duologue.dosing.administration.models import Administration
from duologue.dosing.checks.models import DayCheck
from duologue.dosing.discharge.models import Discharge
from duologue.dosing.gate.models import GateOpened, GateRuling, GateSecond, RoomReady
from duologue.dosing.ledger.models import LedgerEntry, StockLot
from duologue.dosing.observations.models import Observation
from duologue.dosing.orders.models import Order, OrderCancellation

__all__ = [
    "Administration",
    "DayCheck",
    "Discharge",
    "GateOpened",
    "GateRuling",
    "GateSecond",
    "LedgerEntry",
    "Observation",
    "Order",
    "OrderCancellation",
    "RoomReady",
    "StockLot",
]
