import hmac
import os
from functools import cache
from importlib.resources import files
from zoneinfo import available_timezones

from django import forms
from django.contrib.auth.password_validation import validate_password

from duologue.operations.first_run import SETUP_CODE
from duologue.people.models import Person


@cache
def time_zones() -> list[tuple[str, str]]:
    """Named places, without the abbreviations and offsets that do not know summer time."""
    places = sorted(zone for zone in available_timezones() if "/" in zone and zone[:4] != "Etc/")
    return [("UTC", "UTC"), *((place, place.replace("_", " ")) for place in places)]


@cache
def countries() -> list[tuple[str, str]]:
    """(ISO 3166 code, English name), by name; from the public-domain time zone tables."""
    table = files("tzdata").joinpath("zoneinfo", "iso3166.tab").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in table.splitlines() if not line.startswith("#"))
    return sorted(((code, name) for code, name in rows), key=lambda country: country[1])


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
    time_zone = forms.ChoiceField(label="Time zone", choices=time_zones, initial="UTC")
    person_name = forms.CharField(label="Your name", max_length=120)
    email = forms.EmailField(label="Your email")
    password = forms.CharField(
        label="A password",
        widget=forms.PasswordInput(render_value=False, attrs={"autocomplete": "new-password"}),
        help_text="At least 12 characters. You will add a second factor next.",
    )

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
