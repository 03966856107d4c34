"""Sealed questionnaires of the made-up couples: sealed to their clinicians' keys, and mostly read."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from duologue.measures.models import Response
from duologue.measures.sealed import rules
from duologue.measures.sealed.models import (
    NamedClinician,
    SealedAnswer,
    SealedFinding,
    SealedReading,
    Sealing,
    Verdict,
)
from duologue.people.models import Person
from duologue.privacy.keys import rules as boxes
from duologue.privacy.keys.queries import keys_in_use

WAITS = "waiting"  # in a story's file; any other words are the plan of what is not clear


class Sealed:
    """Gathers the rows of all couples, to write them at once."""

    def __init__(self) -> None:
        self.rows: dict[type, list[Any]] = {}

    def keep(
        self,
        *,
        response: Response,
        given: Mapping[int, float],
        readers: Sequence[Person],
        said: str | None,
        at: datetime,
    ) -> None:
        """`said` is what the story's file says of it: WAITS, a plan, or nothing when it is clear."""
        self._add(Sealing(response=response, at=response.at))
        keys = keys_in_use(person.pk for person in readers)
        for person in readers:
            self._add(NamedClinician(response=response, person=person, at=response.at))
            for item, value in given.items():
                text = rules.written(response.id, item, value)
                box = boxes.seal(text, bytes(keys[person.pk].public))
                self._add(
                    SealedAnswer(response=response, item=item, key=keys[person.pk], box=box, at=at)
                )
        if said == WAITS:
            return
        by, read_at = readers[0], at + timedelta(hours=3)
        self._add(SealedReading(response=response, by=by, at=read_at))
        self._add(
            SealedFinding(
                response=response,
                verdict=Verdict.NOT_CLEAR if said else Verdict.CLEAR,
                plan=said or "",
                by=by,
                at=read_at + timedelta(minutes=6),
            )
        )

    def write(self) -> None:
        for model, rows in self.rows.items():
            model.objects.bulk_create(rows, batch_size=1000)  # type: ignore[attr-defined]

    def _add(self, row: Any) -> None:
        self.rows.setdefault(type(row), []).append(row)
