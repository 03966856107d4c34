"""Controls for forms that Django has no widget for."""

from collections.abc import Collection
from typing import Any

from django import forms


class FoldedChoices(forms.CheckboxSelectMultiple):
    """Checkboxes of which a few stand open and the rest is folded away under a line of its own.

    `first` are the values that stand open; with none of them, everything does. `rest` names the
    fold. Nothing is out of reach: without scripts too, the fold opens by hand, and by itself when
    something in it is chosen.
    """

    def __init__(self, *args: Any, rest: str = "Others", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.first: Collection[str] = ()
        self.rest = rest

    def part(self, options: Collection[Any]) -> tuple[list[Any], list[Any]]:
        """These options: those that stand open, those that are folded."""
        first = [o for o in options if str(o.data["value"]) in self.first]
        if not first:
            return list(options), []
        return first, [o for o in options if str(o.data["value"]) not in self.first]
