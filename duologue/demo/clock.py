"""The demo's clock: it is half past eight in the morning of `today`, and days count from there."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo


@dataclass(frozen=True)
class Clock:
    today: date
    zone: ZoneInfo

    @property
    def now(self) -> datetime:
        return self.at(0, "08:30")

    def at(self, day: int, hour: str = "18:00") -> datetime:
        """`hour` of the clinic's clock, `day` days after today."""
        moment = datetime.combine(self.date(day), time.fromisoformat(hour), self.zone)
        return moment.astimezone(ZoneInfo("UTC"))

    def date(self, day: int) -> date:
        return self.today + timedelta(days=day)

    def local(self, moment: datetime) -> datetime:
        return moment.astimezone(self.zone)

    def day_of(self, moment: datetime) -> int:
        """How many days after today this lies."""
        return (self.local(moment).date() - self.today).days

    def past(self, moment: datetime) -> datetime:
        """The moment, or a minute ago if it has not come yet."""
        return min(moment, self.now - timedelta(minutes=1))
