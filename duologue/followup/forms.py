from django import forms

from duologue.followup.queries import PLAN
from duologue.people.models import Partner
from duologue.privacy.once import OnceForm


class ClosingForm(OnceForm):
    """The joint part, one part for each partner alone, and what comes next."""

    def __init__(self, *args: object, partners: tuple[Partner, ...], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.partners = partners
        self.fields["joint"] = _words(
            "To both", "Both partners read this. Write only what both already know.", required=True
        )
        for partner in partners:
            self.fields[f"part_{partner.side}"] = _words(
                f"To {partner.first_name} alone",
                f"Only {partner.first_name} and the team read this; it stands in no other copy.",
            )
        self.fields["next"] = _words("What comes next", "Both partners read this.")

    def parts(self) -> dict[Partner, str]:
        return {p: self.cleaned_data[f"part_{p.side}"] for p in self.partners}


class PlanForm(OnceForm):
    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        for name, heading in PLAN:
            self.fields[name] = _words(heading, "", rows=3)

    def clean(self) -> dict[str, object]:
        told = super().clean() or {}
        if not self.errors and not any(told.get(name) for name, _ in PLAN):
            self.add_error(None, "The plan is still empty: fill in one part and keep it again.")
        return told


def _words(label: str, help_text: str, *, required: bool = False, rows: int = 6) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=required,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": "Write a few words to both before you go on."},
        max_length=12000,
    )
