"""When the reminder goes, and whether a person may be written to.

What somebody has or has not done is no input here, so a reminder can tell nobody about it
(design: privacy, 5).
"""

from dataclasses import dataclass
from datetime import datetime

DAYS = (0, 3)  # Monday and Thursday, as datetime.weekday() counts
HOUR = {"morning": 9, "midday": 13, "evening": 18}  # of the clinic's clock


@dataclass(frozen=True)
class Reachable:
    address: str
    alias: str


@dataclass(frozen=True)
class NotReachable:
    reason: str
    remedy: str


@dataclass(frozen=True)
class Wish:
    """What a partner's safe contact says: channel `mail`, `phone` or `none`, and the hours."""

    channel: str
    address: str
    hours: str
    alias: str


def reach(wish: Wish | None, account_address: str, clinic_alias: str) -> Reachable | NotReachable:
    """Where a neutral text may go. Without a wish it goes to the address they sign in with."""
    if wish is None:
        return Reachable(account_address, clinic_alias)
    if wish.channel == "none":
        return NotReachable("They asked not to be contacted.", "Speak when you meet.")
    if wish.channel == "phone":
        return NotReachable("They asked to be called.", "Call within their hours.")
    return Reachable(wish.address, wish.alias or clinic_alias)


def masked(address: str) -> str:
    """An address as its owner knows it again and a glance over the shoulder does not read it."""
    name, _, host = address.rpartition("@")
    return f"{name[:1]}…@{host}"


def reminder_hour(wish: Wish | None) -> int:
    """The hour of the clinic's clock at which this person's reminder goes."""
    return HOUR[wish.hours] if wish else HOUR["morning"]


def is_reminder_time(local: datetime, wish: Wish | None) -> bool:
    """Whether `local`, on the clinic's clock, is this person's time on a reminder day."""
    return local.weekday() in DAYS and local.hour == reminder_hour(wish)
