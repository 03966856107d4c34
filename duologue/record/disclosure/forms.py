from datetime import date
from typing import Any

from django import forms

from duologue.consent.forms import SignForm
from duologue.privacy.once import OnceForm
from duologue.record.disclosure.models import Kind


class PrepareForm(OnceForm):
    """What leaves, for whom, why and until when."""

    kind = forms.ChoiceField(label="What is it?", choices=Kind.choices, widget=forms.RadioSelect)
    recipient = forms.CharField(
        label="For whom", max_length=200, help_text="A name and an address: a person or an office."
    )
    purpose = forms.CharField(label="Why", max_length=400)
    until = forms.DateField(
        label="It may leave until", widget=forms.DateInput(attrs={"type": "date"})
    )
    holds = forms.MultipleChoiceField(
        label="What it holds", required=False, widget=forms.CheckboxSelectMultiple
    )
    letter = forms.CharField(
        label="Words of your own, where it is a letter",
        required=False,
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 8}),
    )

    def __init__(self, sections: dict[str, tuple[str, Any]], on: date, *args: Any) -> None:
        super().__init__(*args)
        self.on = on
        self.fields["holds"].choices = [(name, said[0]) for name, said in sections.items()]

    def clean_until(self) -> date:
        until: date = self.cleaned_data["until"]
        if until < self.on:
            raise forms.ValidationError("Choose a day from today on.")
        return until

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean()
        if not told.get("holds") and not (told.get("letter") or "").strip():
            self.add_error("holds", "Choose what it holds, or write a letter.")
        return told


class SignCopyForm(SignForm):
    """Under a paper that is written already: with the name that stands on it."""

    def __init__(self, on_paper: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(on_paper, *args, **kwargs)
        self.on_paper = on_paper
        self.fields["name"].help_text = f"As it stands on the paper: {on_paper}"

    def clean_name(self) -> str:
        typed = super().clean_name()
        if typed.casefold() != " ".join(self.on_paper.split()).casefold():
            raise forms.ValidationError(
                f"Type the name that stands on the paper: {self.on_paper}. If it is wrong, tell your team."
            )
        return typed
