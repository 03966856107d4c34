from collections.abc import Mapping
from typing import Any

from django import forms

from duologue.consent.document import Document
from duologue.privacy.once import OnceForm


class TeachBackForm(forms.Form):
    """The questions of a document, one set of rows each."""

    def __init__(self, document: Document, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data)
        for question in document.questions:
            self.fields[question.id] = forms.ChoiceField(
                label=question.ask,
                choices=[(option.id, option.label) for option in question.options],
                widget=forms.RadioSelect,
                error_messages={"required": "Choose an answer."},
            )


class ChoiceForm(forms.Form):
    """What a document lets a person choose."""

    def __init__(
        self, document: Document, data: Mapping[str, Any] | None, initial: Mapping[str, str]
    ) -> None:
        super().__init__(data, initial=dict(initial))
        for choice in document.choices:
            if choice.text:
                self.fields[choice.id] = forms.CharField(
                    label=choice.ask,
                    widget=forms.Textarea({"rows": 4}),
                    max_length=2000,
                    required=False,
                )
            else:
                self.fields[choice.id] = forms.ChoiceField(
                    label=choice.ask,
                    choices=[(option.id, option.label) for option in choice.options],
                    widget=forms.RadioSelect,
                    error_messages={"required": "Choose one."},
                )


class SignForm(OnceForm):
    name = forms.CharField(label="Your name, typed as your signature", max_length=120)
    sha256 = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, on_paper: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].help_text = (
            f"The paper says: {on_paper}. If you sign with another name, type that one; "
            "you are shown the paper with it first."
        )

    def clean_name(self) -> str:
        return " ".join(self.cleaned_data["name"].split())
