from django import forms

from duologue.record.erasure.models import ErasureAnswer


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

    def __init__(self, *args, **kwargs) -> None:  # type: ignore[no-untyped-def]
        super().__init__(*args, **kwargs)
        self.fields["decision"].choices = ErasureAnswer._meta.get_field("decision").choices
