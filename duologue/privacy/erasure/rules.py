"""What an erasure does to which table, and until when the rest is kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True)
class Kept:
    """A kind of record that the law keeps; `tables` in the order in which they can go."""

    kind: str
    says: str
    years: int
    years_by_country: Mapping[str, int]
    source: str
    tables: tuple[str, ...]

    def until(self, last: date, country: str) -> date:
        """The day on which a record whose newest row is of `last` may go."""
        year = last.year + self.years_by_country.get(country, self.years)
        try:
            return last.replace(year=year)
        except ValueError:  # 29 February
            return last.replace(year=year, day=28)


@dataclass(frozen=True)
class Retention:
    kept: tuple[Kept, ...]
    erased: tuple[str, ...]
    stays: Mapping[str, str]

    def named(self) -> list[str]:
        """Every table in it, as often as it stands there."""
        return [*self.erased, *self.stays, *(t for kind in self.kept for t in kind.tables)]


def read(written: Mapping[str, Any]) -> Retention:
    """`retention.yaml` as values."""
    return Retention(
        kept=tuple(
            Kept(
                kind=kind,
                says=one["says"],
                years=int(one["years"]),
                years_by_country=dict(one.get("years_by_country", {})),
                source=str(one["source"]).strip(),
                tables=tuple(one["tables"]),
            )
            for kind, one in written["kept"].items()
        ),
        erased=tuple(written["erased"]),
        stays=dict(written["stays"]),
    )
