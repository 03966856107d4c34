"""What the team writes: vitals, clearance, suitability."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone

from duologue.privacy.once import OnceForm
from duologue.screening import loader
from duologue.screening.models import SuitabilityDecision

KG_PER_LB = Decimal("0.45359237")
CLEARANCE_DAYS, LONGEST_DAYS = 90, 365
"""A clearance ends after three months unless the prescriber says otherwise; never after more than a year."""


class _Day(forms.DateInput):
    """A browser's own date field reads and writes ISO dates, whatever the language."""

    def __init__(self) -> None:
        super().__init__({"type": "date"}, format="%Y-%m-%d")


def _measured(id: str, label: str) -> forms.IntegerField:
    limit = loader.limit(id)
    low, high = limit.plausible
    wrong = f"Between {low:g} and {high:g} {limit.unit}. Check the reading."
    return forms.IntegerField(
        label=f"{label} ({limit.unit})",
        min_value=int(low),
        max_value=int(high),
        required=False,
        error_messages=dict.fromkeys(("min_value", "max_value"), wrong.replace("%", "%%")),
    )


class VitalsForm(OnceForm):
    systolic = _measured("systolic", "Blood pressure, upper")
    diastolic = _measured("diastolic", "Blood pressure, lower")
    heart_rate = _measured("heart_rate", "Heart rate")
    spo2 = _measured("spo2", "Oxygen saturation")
    weight = forms.DecimalField(label="Weight", required=False, decimal_places=1, min_value=0)
    weight_unit = forms.ChoiceField(
        label="Unit of weight", choices=[("kg", "kilograms"), ("lb", "pounds")], initial="kg"
    )

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        upper, lower = told.get("systolic"), told.get("diastolic")
        if (upper is None) != (lower is None) and not {"systolic", "diastolic"} & set(self.errors):
            self.add_error(
                "systolic" if upper is None else "diastolic", "Blood pressure needs both numbers."
            )
        elif upper is not None and lower is not None and upper <= lower:
            self.add_error("systolic", "The upper number must be above the lower one.")
        if told.get("weight") is not None:
            factor = KG_PER_LB if told.get("weight_unit") == "lb" else Decimal(1)
            told["weight_kg"] = round(told["weight"] * factor, 1)
            low, high = loader.limit("weight_kg").plausible
            if not low <= told["weight_kg"] <= high:
                self.add_error(
                    "weight", f"That is {told['weight_kg']} kg. Between {low:g} and {high:g} kg."
                )
        names = ("systolic", "diastolic", "heart_rate", "spo2", "weight")
        if not self.errors and all(told.get(name) is None for name in names):
            raise forms.ValidationError("Nothing was measured. Fill in at least one reading.")
        return told

    def reading(self) -> dict[str, Any]:
        names = ("systolic", "diastolic", "heart_rate", "spo2", "weight_kg")
        return {name: self.cleaned_data.get(name) for name in names}


def _in_days(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)


class ClearanceForm(OnceForm):
    decision = forms.ChoiceField(
        label="Decision",
        choices=[("clear", "Cleared, until a date"), ("not-now", "Not now, with a plan")],
        widget=forms.RadioSelect,
    )
    expires_on = forms.DateField(
        label="Cleared until",
        widget=_Day(),
        initial=lambda: _in_days(CLEARANCE_DAYS),
        required=False,
    )
    conditions = forms.CharField(
        label="On what conditions",
        help_text="For example: measure every 10 minutes; no dose with a benzodiazepine on the day.",
        widget=forms.Textarea({"rows": 3}),
        max_length=4000,
        required=False,
    )
    reason = forms.CharField(
        label="If not now: why",
        help_text="For the team. The partner hears it from you, in person.",
        widget=forms.Textarea({"rows": 3}),
        max_length=4000,
        required=False,
    )
    plan = forms.CharField(
        label="If not now: what comes instead, and what would change it",
        widget=forms.Textarea({"rows": 3}),
        max_length=4000,
        required=False,
    )
    review_on = forms.DateField(label="If not now: look again on", widget=_Day(), required=False)

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if told.get("decision") == "clear" and "expires_on" not in self.errors:
            until = told.get("expires_on")
            if until is None or not timezone.localdate() < until <= _in_days(LONGEST_DAYS):
                self.add_error("expires_on", "Give a day after today and within a year.")
        if told.get("decision") == "not-now":
            for name in ("reason", "plan"):
                if not told.get(name):
                    self.add_error(name, "A “not now” needs its reason and a plan.")
        return told


class RevocationForm(forms.Form):
    reason = forms.CharField(
        label="Why the clearance no longer holds",
        widget=forms.Textarea({"rows": 3}),
        max_length=4000,
    )


class SuitabilityForm(OnceForm):
    decision = forms.ChoiceField(
        label="Decision", choices=SuitabilityDecision.choices, widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label="Why, as you would say it to both",
        help_text="Nothing that only one of them told you belongs here.",
        widget=forms.Textarea({"rows": 4}),
        max_length=4000,
    )
    plan = forms.CharField(
        label="What comes next",
        widget=forms.Textarea({"rows": 3}),
        max_length=4000,
        required=False,
    )
    review_on = forms.DateField(label="Look again on", widget=_Day(), required=False)

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if told.get("decision") == SuitabilityDecision.NOT_NOW and not told.get("plan"):
            self.add_error("plan", "A “not now” needs a plan.")
        return told
