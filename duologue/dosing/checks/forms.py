from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils import timezone

from duologue.dosing.checks.models import DayCheck, Pregnancy
from duologue.dosing.forms import SessionForm, local_time, number, why
from duologue.dosing.observations.models import RANGES


class DayCheckForm(SessionForm):
    checked_at: datetime | None = None  # where it is not now

    identity_by = forms.CharField(
        label="How identity was checked",
        max_length=60,
        help_text="For example: name and date of birth.",
    )
    last_food_at = local_time("Last ate")
    last_drink_at = local_time("Last drank")
    medicines_taken = forms.CharField(
        label="Medicines taken today",
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
        max_length=2000,
    )
    alcohol_or_drugs = forms.CharField(
        label="Alcohol or drugs in the last 24 hours",
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
        max_length=2000,
        help_text="Leave empty for none.",
    )
    pregnancy = forms.ChoiceField(
        label="Pregnancy test", choices=Pregnancy.choices, widget=forms.RadioSelect
    )
    systolic = number("Systolic pressure, mmHg", *RANGES["systolic"])
    diastolic = number("Diastolic pressure, mmHg", *RANGES["diastolic"])
    heart_rate = number("Heart rate per minute", *RANGES["heart_rate"])
    spo2 = number("Oxygen saturation, %", *RANGES["spo2"])
    weight_kg = forms.DecimalField(
        label="Weight, kg", min_value=30, max_value=300, decimal_places=1
    )
    escort = forms.CharField(label="Who takes them home", max_length=120)

    def clean(self) -> dict[str, Any]:
        cleaned, now = super().clean() or self.cleaned_data, self.checked_at or timezone.now()
        for name in ("last_food_at", "last_drink_at"):
            self.refuse_outside(
                name,
                earliest=now - timedelta(days=3),
                latest=now,
                too_early="This is more than three days ago. Check the date.",
                too_late="This is after the checks. Check the date and the time."
                if self.checked_at
                else "This is in the future. Check the date and the time.",
            )
        self.refuse_pressure_upside_down()
        return cleaned


class CheckCorrectionForm(DayCheckForm):
    because = why()

    def __init__(self, *args: Any, corrects: DayCheck, **kwargs: Any) -> None:
        names = [name for name in self.base_fields if name not in ("once", "because")]
        initial = {name: getattr(corrects, name) for name in names}
        super().__init__(*args, initial=initial, **kwargs)
        self.checked_at = corrects.at
