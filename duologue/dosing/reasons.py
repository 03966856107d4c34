"""Why not, from where, and what now: the one shape of a refusal in this room."""

from __future__ import annotations

from dataclasses import dataclass

ALERTED = "Your prescriber has been alerted."


@dataclass(frozen=True, slots=True)
class Closed:
    reason: str
    remedy: str
    source: str = ""

    def __str__(self) -> str:
        return f"{self.reason[:1].upper()}{self.reason[1:]}. {self.remedy}."


class Refused(Exception):
    """Nothing was written; `reasons` say why and what to do."""

    def __init__(self, *reasons: Closed) -> None:
        super().__init__(" ".join(map(str, reasons)))
        self.reasons = reasons
