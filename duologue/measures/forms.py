from typing import Any

from django import forms

from duologue.measures import loader
from duologue.measures.instrument import Instrument
from duologue.measures.models import AnswerLink


class PaperForm(forms.Form):
    """One field an item; an item left empty on paper stays empty here."""

    def __init__(self, instrument: Instrument, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for item in instrument.items:
            label = f"{item.number}. {item.text or 'item ' + str(item.number)}"
            if item.scale:
                field: forms.Field = forms.FloatField(
                    label=label,
                    required=False,
                    min_value=item.scale.minimum,
                    max_value=item.scale.maximum,
                    step_size=item.scale.step,
                    help_text=f"{item.scale.minimum} to {item.scale.maximum}",
                )
            else:
                field = forms.TypedChoiceField(
                    label=label,
                    required=False,
                    coerce=float,
                    empty_value=None,
                    choices=[
                        ("", "not answered"),
                        *((f"{o.value:g}", f"{o.value:g} · {o.label or ''}") for o in item.options),
                    ],
                )
            self.fields[f"item_{item.number}"] = field

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and not any(
            value is not None for name, value in cleaned.items() if name.startswith("item_")
        ):
            raise forms.ValidationError("Nothing is filled in yet. Enter at least one answer.")
        return cleaned

    def answers(self) -> dict[int, float]:
        return {
            int(name.removeprefix("item_")): value
            for name, value in self.cleaned_data.items()
            if name.startswith("item_") and value is not None
        }


class ResolveForm(PaperForm):
    """A held submission, filled in as it came as far as its values can be."""

    def __init__(self, instrument: Instrument, *args: Any, received: dict[str, Any]) -> None:
        super().__init__(instrument, *args)
        for item, value in received.items():
            if f"item_{item}" in self.fields:
                self.fields[f"item_{item}"].initial = value
        self.fields["what_now"] = forms.ChoiceField(
            label="What should happen?",
            choices=[("enter", "Enter these answers"), ("aside", "Set them aside")],
            widget=forms.RadioSelect,
        )
        self.fields["what"] = forms.CharField(
            label="Why, in your words", widget=forms.Textarea(attrs={"rows": 3})
        )

    def clean(self) -> dict[str, Any]:
        if self.cleaned_data.get("what_now") == "aside":
            return self.cleaned_data
        return super().clean()


class HandOutForm(forms.Form):
    instrument = forms.ChoiceField(label="Questionnaire")
    kind = forms.ChoiceField(
        label="How", choices=AnswerLink.Kind.choices, widget=forms.RadioSelect, initial="code"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["instrument"].choices = [  # type: ignore[attr-defined]
            (each.id, f"{each.name} ({each.title})")
            for each in loader.load_all().values()
            if each.licence.kind != "STUB"
        ]

    def clean(self) -> dict[str, Any]:
        chosen = super().clean() or {}
        instrument = loader.load_all().get(chosen.get("instrument", ""))
        sealed = instrument is not None and instrument.room == "sealed"
        if sealed and chosen.get("kind") == AnswerLink.Kind.LINK:
            self.add_error(
                "kind", "These are answered on the clinic's tablet, with the team near: a code."
            )
        return chosen
