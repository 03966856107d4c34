from typing import Any

from django import forms
from django.utils import timezone

from duologue.notes.outline import templates
from duologue.people.models import Couple
from duologue.privacy.once import OnceForm
from duologue.web.moments import DAYS_OF_A_YEAR, LocalTime, near_today

WRITABLE = near_today(
    back=2 * DAYS_OF_A_YEAR,
    ahead=1,
    early="This is more than two years ago. Check the date.",
    late="This is still to come. Check the date: a note is of what has been.",
)
LONG = forms.Textarea(attrs={"rows": 6})


class CoupleForm(forms.Form):
    """Whom a note is about comes first: what follows says the names of these two."""

    couple = forms.ModelChoiceField(
        Couple.objects.none(), label="Couple", empty_label="Choose a couple"
    )

    def __init__(self, couples: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["couple"].queryset = couples
        self.fields["couple"].label_from_instance = lambda couple: couple.name


class BeginForm(OnceForm):
    couple = forms.UUIDField(widget=forms.HiddenInput)
    about = forms.ChoiceField(label="About")
    template = forms.ChoiceField(label="What kind of note")
    about_at = LocalTime(label="Of when", validators=[WRITABLE])

    def __init__(self, couple: Couple, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = [(str(p.side), f"{p.first_name} alone") for p in couple.partners.all()]
        self.fields["about"].choices = [("couple", "Both of them"), *names]
        self.fields["template"].choices = [(t.id, t.title) for t in templates().values()]
        self.initial |= {"couple": couple.pk}
        self.initial.setdefault("about_at", timezone.now())


class DraftForm(forms.Form):
    """A field for each section; `base` is the version this text was begun on."""

    base = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, sections: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.keys = [section.key for section in sections]
        for section in sections:
            self.fields[f"s-{section.key}"] = forms.CharField(
                label=section.heading,
                help_text=section.prompt,
                widget=LONG,
                required=False,
                initial=section.text,
                max_length=40_000,
                strip=False,
            )

    @property
    def text(self) -> dict[str, str]:
        return {k: self.cleaned_data[f"s-{k}"].replace("\r\n", "\n") for k in self.keys}


class SignForm(forms.Form):
    base = forms.UUIDField(widget=forms.HiddenInput)


class AddendumForm(OnceForm):
    text = forms.CharField(
        label="Addendum",
        widget=LONG,
        max_length=20_000,
        error_messages={"required": "Write what should be added."},
    )
