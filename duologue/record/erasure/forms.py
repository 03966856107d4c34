from django import forms

from duologue.record.erasure.models import ErasureAnswer


class PasswordForm(forms.Form):
    password = forms.CharField(
        label="Your password",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        help_text="Asked again, because this cannot be undone.",
    )


class AnswerForm(forms.ModelForm):
    class Meta:
        model = ErasureAnswer
        fields = ["decision", "kept", "kept_until"]
        widgets = {
            "decision": forms.RadioSelect,
            "kept": forms.Textarea(attrs={"rows": 5}),
            "kept_until": forms.DateInput(attrs={"type": "date"}),
        }
        labels = {
            "decision": "Your answer",
            "kept": "What must be kept by law, and why",
            "kept_until": "Kept until",
        }

    password = forms.CharField(
        label="Your password, if you erase",
        strip=False,
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, *args, **kwargs) -> None:  # type: ignore[no-untyped-def]
        super().__init__(*args, **kwargs)
        self.fields["decision"].choices = ErasureAnswer._meta.get_field("decision").choices
