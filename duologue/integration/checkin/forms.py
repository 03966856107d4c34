from django import forms

from duologue.integration.checkin.loader import HIGHEST, LOWEST, items


class CheckInForm(forms.Form):
    """Every item 0 to 10, none of them needed, but not all of them left out."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        numbers = [("", "–"), *((n, str(n)) for n in range(LOWEST, HIGHEST + 1))]
        for item in items():
            self.fields[item.id] = forms.TypedChoiceField(
                label=item.asks, choices=numbers, coerce=int, empty_value=None, required=False,
                widget=forms.RadioSelect,
                error_messages={"invalid_choice": "Choose a number from 0 to 10, or none."},
            )  # fmt: skip

    def rows(self) -> list[tuple[object, forms.BoundField]]:
        return [(item, self[item.id]) for item in items()]

    def answers(self) -> dict[str, int]:
        return {name: n for name, n in self.cleaned_data.items() if n is not None}

    def clean(self) -> dict[str, object]:
        told = super().clean() or {}
        if not self.errors and not self.answers():
            self.add_error(None, "Nothing is chosen yet. Choose one number, or leave it for today.")
        return told
