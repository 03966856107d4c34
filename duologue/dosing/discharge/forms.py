from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone

from duologue.dosing.discharge.rules import CRITERIA
from duologue.dosing.forms import SessionForm, local_time, number

A_SENTENCE = 15  # characters: a word or two is no reason


class DischargeForm(SessionForm):
    padss = number("Discharge score, PADSS (0 to 10)", 0, 10)
    criteria = forms.MultipleChoiceField(
        label="What is true now",
        choices=[(key, label) for key, (label, _) in CRITERIA.items()],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    escort = forms.CharField(label="Who takes them home", max_length=120, required=False)
    next_contact_at = local_time("Next contact")
    left_because = forms.CharField(
        label="If something is not met and they leave all the same: why",
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        max_length=2000,
        help_text="Leave empty when everything is met. It stays in this person's record.",
    )
    told = forms.BooleanField(
        label="I have read what is not met, and the prescriber knows",
        required=False,
        help_text="Only where somebody leaves all the same.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("next_contact_at", timezone.now() + timedelta(hours=20))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        self.refuse_outside(
            "next_contact_at",
            earliest=timezone.now(),
            too_early="This is in the past. Enter when you speak next.",
        )
        return cleaned

    @property
    def why(self) -> str:
        """Why they leave all the same, once it says something and the prescriber knows."""
        said = self._said
        return said if len(said) >= A_SENTENCE and self.cleaned_data.get("told") else ""

    def ask_why(self) -> None:
        """Where something is not met: what is still missing for leaving all the same."""
        said = self._said
        if said and len(said) < A_SENTENCE:
            self.add_error("left_because", "Say in a sentence why they leave all the same.")
        if said and not self.cleaned_data.get("told"):
            self.add_error("told", "Tell the prescriber first, then tick this.")

    @property
    def _said(self) -> str:
        return str(self.cleaned_data.get("left_because", "")).strip()

    @property
    def answers(self) -> dict[str, bool]:
        return {key: key in self.cleaned_data.get("criteria", ()) for key in CRITERIA}
