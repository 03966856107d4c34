from typing import Any

from django import forms

from duologue.people.forms import must_tell_apart
from duologue.people.models import Couple, Partner
from duologue.programme.loader import load_all
from duologue.sharing.secrets.rules import LIMITED, NO_SECRETS


class NewCoupleForm(forms.Form):
    first_name = forms.CharField(label="First name of the one who asked", max_length=60)
    second_name = forms.CharField(
        label="First name of their partner",
        max_length=60,
        required=False,
        help_text="Leave it empty where only one of the two is treated and the other is not known "
        "here. They can be added later.",
    )
    policy = forms.ChoiceField(
        label="What is told to the therapist alone",
        choices=[(LIMITED, "Limited secrets"), (NO_SECRETS, "No secrets")],
        initial=LIMITED,
        required=False,
        widget=forms.RadioSelect,
        help_text="Both sign this rule before the first private question.",
    )

    def clean_second_name(self) -> str:
        second: str = self.cleaned_data["second_name"]
        if second:
            must_tell_apart(self.cleaned_data.get("first_name", ""), second)
        return second

    def clean_policy(self) -> str:
        return self.cleaned_data["policy"] or LIMITED


class CourseForm(forms.Form):
    """The programme and the partners who take medicine, first turn first."""

    programme = forms.ChoiceField(label="Programme", widget=forms.RadioSelect)
    dosed = forms.ModelMultipleChoiceField(
        label="Who takes the medicine",
        queryset=Partner.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        help_text="Both for “together” and “taking turns”, one for “individual”.",
    )

    def __init__(self, *args: Any, couple: Couple, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.programmes = list(load_all().values())
        self.fields["programme"].choices = [  # type: ignore[attr-defined]
            (each.id, each.title) for each in self.programmes
        ]
        self.fields["dosed"].queryset = couple.partners.all()  # type: ignore[attr-defined]


class StepForm(forms.Form):
    step = forms.CharField(widget=forms.HiddenInput)
    partner = forms.ModelChoiceField(
        queryset=Partner.objects.none(), required=False, widget=forms.HiddenInput
    )
    what = forms.ChoiceField(
        label="What should be kept?",
        choices=[("done", "It was done elsewhere"), ("skip", "It is left out")],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label="Reason", max_length=200, required=False, help_text="Needed to leave a step out."
    )

    def __init__(self, *args: Any, couple: Couple, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["partner"].queryset = couple.partners.all()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("what") == "skip" and not cleaned.get("reason"):
            self.add_error("reason", "Say why, so that the next person understands.")
        return cleaned
