"""Days and moments that somebody types: by the clinic's clock, and near enough to be meant."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

DAYS_OF_A_YEAR = 366


def midnight(day: date) -> datetime:
    """When this day begins, by the clinic's clock."""
    return timezone.make_aware(datetime.combine(day, time()))


class LocalTime(forms.DateTimeField):
    """A date and time by the clinic's clock."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"], **kwargs)


def near_today(
    *, back: int, ahead: int, early: str, late: str
) -> Callable[[date | datetime], None]:
    """A field's rule: not before `back` days ago (`early`), not after `ahead` days from now (`late`).

    Whole days as they were typed: a year of 1 or 9999 is refused before anything reckons with it.
    """

    def near(value: date | datetime) -> None:
        day, today = value.date() if isinstance(value, datetime) else value, timezone.localdate()
        if day < today - timedelta(days=back):
            raise ValidationError(early)
        if day > today + timedelta(days=ahead):
            raise ValidationError(late)

    return near
