"""A partner's own screens of the medical history."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone

from duologue.screening import history
from duologue.screening.loader import Screen

ANSWERS = [("no", "No"), ("yes", "Yes"), ("unsure", "Not sure")]


class ConditionsForm(forms.Form):
    """One screen of conditions, each no, yes or not sure, and room for words."""

    def __init__(self, screen: Screen, data: Any, answers: Mapping[str, Any]) -> None:
        known = {**answers.get("conditions", {}), "note": answers.get("notes", {}).get(screen.id)}
        super().__init__(data, initial=known)
        self.screen = screen
        for asked in history.conditions_on(screen):
            self.fields[asked.id] = forms.ChoiceField(
                label=asked.ask,
                choices=ANSWERS,
                widget=forms.RadioSelect,
                error_messages={"required": "Choose one; “Not sure” is a fine answer."},
            )
        self.fields["note"] = forms.CharField(
            label="Anything to add, in your words",
            widget=forms.Textarea({"rows": 3}),
            max_length=2000,
            required=False,
        )

    def told(self) -> dict[str, Any]:
        answers = dict(self.cleaned_data)
        note = answers.pop("note", "")
        return {"conditions": answers, "notes": {self.screen.id: note}}


class MedicineForm(forms.Form):
    name = forms.CharField(label="Name", max_length=120, required=False)
    dose = forms.CharField(label="How much", max_length=80, required=False)
    how_often = forms.CharField(label="How often", max_length=120, required=False)

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if not told.get("name") and (told.get("dose") or told.get("how_often")):
            self.add_error("name", "Write the name as it stands on the box.")
        return told


MedicineLines = forms.formset_factory(MedicineForm, extra=2, max_num=40)


class NoMedicinesForm(forms.Form):
    none = forms.BooleanField(label="I take no medicines at all", required=False)


class YourselfForm(forms.Form):
    born = forms.DateField(
        label="Date of birth", widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
    height_cm = forms.IntegerField(
        label="Height", min_value=100, max_value=230, required=False,
        help_text="In centimetres.",
        error_messages={
            "min_value": "Give the height in centimetres, for example 170.",
            "max_value": "Give the height in centimetres, for example 170.",
        },
    )  # fmt: skip
    weight_kg = forms.DecimalField(
        label="Weight", min_value=30, max_value=300, decimal_places=1, required=False,
        help_text="In kilograms. We weigh you again in the clinic.",
        error_messages={
            "min_value": "Give the weight in kilograms, for example 70.",
            "max_value": "Give the weight in kilograms, for example 70.",
        },
    )  # fmt: skip
    allergies = forms.CharField(
        label="Allergies, and what happened",
        help_text="Leave it empty if you know of none.",
        widget=forms.Textarea({"rows": 3}),
        max_length=2000,
        required=False,
    )

    def clean_born(self):
        born = self.cleaned_data["born"]
        today = timezone.localdate()
        if not today - timedelta(days=120 * 366) < born < today:
            raise forms.ValidationError("This cannot be a date of birth. Check the year.")
        return born

    def told(self) -> dict[str, Any]:
        weight = self.cleaned_data["weight_kg"]
        return {
            "born": self.cleaned_data["born"].isoformat(),
            "height_cm": self.cleaned_data["height_cm"],
            "weight_kg": None if weight is None else float(weight),
            "allergies": self.cleaned_data["allergies"],
        }
