import hmac
import os
from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils import timezone

from duologue.operations.first_run import SETUP_CODE
from duologue.operations.time_zones import countries, usual_zone, zones_for, zones_of
from duologue.people.models import Person


class SetupForm(forms.Form):
    code = forms.CharField(
        label="One-time code", help_text="Printed in the terminal where Duologue was started."
    )
    name = forms.CharField(label="The clinic's name", max_length=120)
    alias = forms.CharField(
        label="A neutral name",
        max_length=60,
        help_text="Mail, calendar titles and telephone messages use it. Choose one that tells "
        "nobody what the clinic does: 'Willow Street' rather than 'Willow Ketamine Clinic'.",
    )
    country = forms.ChoiceField(
        label="Country",
        choices=lambda: [("", "Choose"), *countries()],
        help_text="Decides which telephone numbers 'Help now' shows.",
    )
    time_zone = forms.ChoiceField(
        label="Time zone",
        required=False,
        help_text="Leave it where the country has one time zone only.",
    )
    person_name = forms.CharField(label="Your name", max_length=120)
    email = forms.EmailField(label="Your email")
    password = forms.CharField(
        label="A password",
        widget=forms.PasswordInput(render_value=False, attrs={"autocomplete": "new-password"}),
        help_text="At least 12 characters. You will add a second factor next.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        country = self.data.get("country", "")
        self.fields["time_zone"].choices = zones_for(country)  # type: ignore[attr-defined]

    def clean_time_zone(self) -> str:
        chosen: str = self.cleaned_data["time_zone"]
        country = self.cleaned_data.get("country")
        if chosen or not country:
            return chosen
        zone = usual_zone(country, timezone.now().year)
        if zone is None:
            name = dict(countries())[country]
            raise forms.ValidationError(
                f"{name} has more than one time zone. Choose the clinic's."
                if zones_of(country)
                else f"{name} has no time zone of its own. Choose the clinic's."
            )
        return zone

    def clean_code(self) -> str:
        given: str = self.cleaned_data["code"].strip().upper()
        right = os.environ.get(SETUP_CODE, "")
        if not right or not hmac.compare_digest(given.encode(), right.encode()):
            raise forms.ValidationError(
                "This is not the code. It stands in the terminal where Duologue was started; a "
                "new one is made at each start until the clinic is set up."
            )
        return given

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or {}
        if password := cleaned.get("password"):
            you = Person(email=cleaned.get("email", ""), name=cleaned.get("person_name", ""))
            try:
                validate_password(password, user=you)
            except forms.ValidationError as error:
                self.add_error("password", error)
        return cleaned
