"""Countries and the clocks they keep, from the public-domain time zone tables."""

from datetime import UTC, datetime
from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo, available_timezones

Choices = list[tuple[str, str]]


@cache
def time_zones() -> Choices:
    """Named places, without the abbreviations and offsets that do not know summer time."""
    places = sorted(zone for zone in available_timezones() if "/" in zone and zone[:4] != "Etc/")
    return [("UTC", "UTC"), *((place, _said(place)) for place in places)]


@cache
def countries() -> Choices:
    """(ISO 3166 code, English name), by name."""
    return sorted(((code, name) for code, name in _table("iso3166.tab")), key=lambda one: one[1])


@cache
def zones_of(country: str) -> tuple[str, ...]:
    """The time zones of a country (ISO 3166), the usual one first; none for a place without."""
    return tuple(zone for code, _, zone, *_ in _table("zone.tab") if code == country)


def usual_zone(country: str, year: int) -> str | None:
    """The country's time zone, where its clocks show one time all `year`; else None."""
    zones = zones_of(country)
    months = [datetime(year, month, 1, tzinfo=UTC) for month in range(1, 13)]
    clocks = {tuple(at.astimezone(ZoneInfo(zone)).utcoffset() for at in months) for zone in zones}
    return zones[0] if len(clocks) == 1 else None


def zones_for(country: str) -> list[tuple[str, object]]:
    """The choice of a time zone: the country's own before everybody's."""
    own = [(zone, _said(zone)) for zone in zones_of(country)]
    if not own:
        return [("", "The usual one of the country"), *time_zones()]
    name = dict(countries())[country]
    rest = [one for one in time_zones() if one not in own]
    return [("", "Choose"), (name, own), ("Elsewhere", rest)]


def _said(zone: str) -> str:
    return zone.replace("_", " ")


def _table(name: str) -> list[list[str]]:
    text = files("tzdata").joinpath("zoneinfo", name).read_text(encoding="utf-8")
    return [line.split("\t") for line in text.splitlines() if not line.startswith("#")]
