from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone

from duologue.dosing.forms import SessionForm, local_time, number
from duologue.dosing.limits import limits
from duologue.dosing.observations.models import RANGES, Observation
from duologue.web.moments import midnight

WORDS = ("symptoms", "over", "note")
DEGREES = [
    ("", "not asked"),
    (0, "0 none"),
    (1, "1 a little"),
    (2, "2 some"),
    (3, "3 strong"),
    (4, "4 very strong"),
]
MOAAS = [
    ("", "not asked"),
    (5, "5 answers readily to name"),
    (4, "4 answers slowly to name"),
    (3, "3 answers to loud or repeated name"),
    (2, "2 answers to mild shaking"),
    (1, "1 answers to a pinch"),
    (0, "0 does not answer"),
]


def degree(label: str, choices: Any = DEGREES) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label, choices=choices, coerce=int, empty_value=None, required=False
    )


def symptoms() -> list[tuple[str, str]]:
    named = [s for one in limits().observations for line in one.when for s in line.is_any_of]
    return [(name, name) for name in dict.fromkeys(named)]


class ObservationForm(SessionForm):
    measured_at = local_time("When")
    systolic = number("Systolic pressure, mmHg", *RANGES["systolic"], required=False)
    diastolic = number("Diastolic pressure, mmHg", *RANGES["diastolic"], required=False)
    heart_rate = number("Heart rate per minute", *RANGES["heart_rate"], required=False)
    spo2 = number("Oxygen saturation, %", *RANGES["spo2"], required=False)
    moaas = degree("Wakefulness (MOAA/S, 0 to 5)", MOAAS)
    nausea = degree("Nausea")
    anxiety = degree("Anxiety")
    dissociation = degree("Dissociation")
    symptoms = forms.MultipleChoiceField(
        label="Warning signs", choices=symptoms, widget=forms.CheckboxSelectMultiple, required=False
    )
    over = forms.MultipleChoiceField(
        label="Is over", widget=forms.CheckboxSelectMultiple, required=False
    )
    note = forms.CharField(
        label="Note", widget=forms.Textarea(attrs={"rows": 3}), required=False, max_length=4000
    )

    def __init__(
        self,
        *args: Any,
        session_day: date,
        standing: Sequence[str] = (),
        corrects: Observation | None = None,
        **kwargs: Any,
    ) -> None:
        initial = {"measured_at": corrects.at if corrects else timezone.now()}
        if corrects:
            initial |= {name: getattr(corrects, name) for name in (*RANGES, *WORDS)}
        super().__init__(*args, initial=initial, **kwargs)
        self.session_day = session_day
        ends = dict.fromkeys((*standing, *(corrects.over if corrects else ())))
        self.fields["over"].choices = [(sign, f"over: {sign}") for sign in ends]
        if not ends:
            del self.fields["over"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        mistyped = set(self.errors) & {*RANGES, *WORDS}
        if not mistyped and not any(v not in (None, "", []) for v in self.values.values()):
            self.add_error(None, "Nothing is entered yet. Enter one value, or a note.")
        self.refuse_outside(
            "measured_at",
            earliest=midnight(self.session_day),
            latest=timezone.now(),
            too_early=f"The session is on {self.session_day:%-d %B %Y}. Enter when it was measured.",
            too_late="This is in the future. Enter when it was measured.",
        )
        both = set(cleaned.get("symptoms") or ()) & set(cleaned.get("over") or ())
        if both:
            self.add_error("over", f"{', '.join(sorted(both))}: seen now, or over. Choose one.")
        pair = cleaned.get("systolic"), cleaned.get("diastolic")
        for name, one, other in zip(("systolic", "diastolic"), pair, pair[::-1], strict=True):
            if one is None and other is not None and name not in self.errors:
                self.add_error(name, f"Blood pressure needs both values. Enter the {name} too.")
        self.refuse_pressure_upside_down()
        return cleaned

    @property
    def values(self) -> dict[str, Any]:
        given = {name: self.cleaned_data.get(name) for name in (*RANGES, *WORDS)}
        return given | {name: given[name] or [] for name in ("symptoms", "over")}
