from django import forms

from duologue.people.models import Partner
from duologue.preparation.actions import Place
from duologue.privacy.once import OnceForm

PLACES = 8


class WordsForm(OnceForm):
    """Somebody's own words. `id` becomes the row's key, so sending twice makes one."""

    text = forms.CharField(
        label="Your words",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={
            "required": "Nothing is written yet. Write a few words, or go back.",
            "max_length": "This is longer than 4,000 letters. Shorten it a little, or make two.",
        },
    )


class ReadinessForm(OnceForm):
    words = forms.CharField(
        label="What you base it on",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="For the team alone. Partners do not see it.",
    )
    ready = forms.BooleanField(
        label="I find this couple ready to begin",
        error_messages={"required": "Tick this when you find them ready; else leave the page."},
    )


class PatternForm(OnceForm):
    """The loop: up to eight places in order. A place with nothing in it is left out."""

    after = forms.UUIDField(widget=forms.HiddenInput, required=False)
    trigger = forms.CharField(
        label="What sets it off", required=False, max_length=200,
        help_text="A small scene both know: “dinner is late and nobody says why”.",
    )  # fmt: skip
    centre = forms.CharField(
        label="What it is about", required=False, max_length=80,
        help_text="Stands in the middle of the drawing: “who does the dishes, and who is trying”.",
    )  # fmt: skip

    def __init__(self, *args: object, partners: tuple[Partner, ...], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        whose = [("", "Nobody: leave this place out"), *((p.side, p.first_name) for p in partners)]
        for n in range(1, PLACES + 1):
            self.fields[f"side_{n}"] = forms.TypedChoiceField(
                label=f"Place {n}: whose", choices=whose, coerce=int, empty_value=None,
                required=False,
            )  # fmt: skip
            self.fields[f"happens_{n}"] = forms.CharField(
                label="What happens", required=False, max_length=80
            )
            self.fields[f"beneath_{n}"] = forms.CharField(
                label="What is beneath", required=False, max_length=120
            )

    def rows(self) -> list[tuple[int, forms.BoundField, forms.BoundField, forms.BoundField]]:
        return [
            (n, self[f"side_{n}"], self[f"happens_{n}"], self[f"beneath_{n}"])
            for n in range(1, PLACES + 1)
        ]

    def places(self) -> list[Place]:
        told = self.cleaned_data
        return [
            Place(told[f"side_{n}"], told[f"happens_{n}"], told[f"beneath_{n}"])
            for n in range(1, PLACES + 1)
            if told.get(f"side_{n}") and told.get(f"happens_{n}")
        ]

    def clean(self) -> dict[str, object]:
        told = super().clean() or {}
        for n in range(1, PLACES + 1):
            side, happens = told.get(f"side_{n}"), told.get(f"happens_{n}")
            if f"side_{n}" in self.errors or f"happens_{n}" in self.errors:
                continue
            if side and not happens:
                self.add_error(f"happens_{n}", f"Say what happens at place {n}, or choose nobody.")
            elif not side and (happens or told.get(f"beneath_{n}")):
                self.add_error(f"side_{n}", f"Choose whose place {n} is.")
        if not self.errors and len(self.places()) < 2:
            self.add_error(None, "A loop needs at least two places: fill in two and keep it again.")
        return told
