from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone

from duologue.dosing.administration.models import Administration, Part
from duologue.dosing.forms import SessionForm, colleagues_of, local_time, why
from duologue.dosing.ledger.models import StockLot
from duologue.dosing.orders.models import Route
from duologue.people.models import Person
from duologue.web.moments import midnight

INJECTED = (Route.INTRAMUSCULAR, Route.SUBCUTANEOUS, Route.INTRAVENOUS)


class AdministrationForm(SessionForm):
    """`order` is the one shown on the page; that it is this person's is decided under its lock."""

    order = forms.UUIDField(widget=forms.HiddenInput)
    part = forms.ChoiceField(label="What", choices=Part.choices, widget=forms.RadioSelect)
    dose_mg = forms.DecimalField(
        label="Dose given, mg", min_value=0.1, max_value=1000, decimal_places=2
    )
    drawn_ml = forms.DecimalField(
        label="Volume drawn up, mL",
        min_value=0.01,
        max_value=100,
        decimal_places=2,
        required=False,
        help_text="Read from the syringe, not reckoned. Empty for what is no solution.",
    )
    lot = forms.ModelChoiceField(StockLot.objects.none(), label="Lot", empty_label="Choose the lot")
    waste_mg = forms.DecimalField(
        label="Wasted from the same vial, mg",
        min_value=0,
        max_value=1000,
        decimal_places=2,
        required=False,
        help_text="Leave empty for none.",
    )
    witness = forms.ModelChoiceField(
        Person.objects.none(), label="Witness", empty_label="Choose who checked with you"
    )

    def __init__(self, person: Person, drug: str, *args: Any, route: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["drawn_ml"].required = route in INJECTED
        self.fields["witness"].queryset = colleagues_of(person)
        self.fields["lot"].queryset = StockLot.objects.filter(drug=drug)
        self.fields["lot"].label_from_instance = _lot_in_words


class DoseCorrectionForm(SessionForm):
    dose_mg = forms.DecimalField(
        label="Dose truly given, mg",
        min_value=0,
        max_value=1000,
        decimal_places=2,
        help_text="0 if nothing was given to this person.",
    )
    route = forms.ChoiceField(label="Route", choices=Route.choices)
    given_at = local_time("When it was given")
    lot = forms.ModelChoiceField(StockLot.objects.none(), label="Lot", empty_label=None)
    waste_mg = forms.DecimalField(
        label="Wasted from the same vial, mg", min_value=0, max_value=1000, decimal_places=2
    )
    witness = forms.ModelChoiceField(
        Person.objects.none(), label="Witness", empty_label="Choose who checked with you"
    )
    because = why()

    def __init__(
        self,
        person: Person,
        *args: Any,
        corrects: Administration,
        wasted_mg: Decimal,
        **kwargs: Any,
    ) -> None:
        self.was = {
            "dose_mg": corrects.dose_mg,
            "route": corrects.route or corrects.order.route,
            "given_at": corrects.at,
            "lot": corrects.lot,
            "waste_mg": wasted_mg,
        }
        super().__init__(*args, initial=self.was, **kwargs)
        self.session_day = timezone.localdate(corrects.appointment.starts_at)
        self.fields["witness"].queryset = colleagues_of(person)
        self.fields["lot"].queryset = StockLot.objects.all()
        self.fields["lot"].label_from_instance = _lot_in_words

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        self.refuse_outside(
            "given_at",
            earliest=midnight(self.session_day),
            latest=timezone.now(),
            too_early=f"The session is on {self.session_day:%-d %B %Y}. Enter when it was given.",
            too_late="This is in the future. Enter when it was given.",
        )
        was = self.was["given_at"]
        if cleaned.get("given_at") == was.replace(second=0, microsecond=0):
            cleaned["given_at"] = was  # a time is entered by the minute
        if not self.errors and all(cleaned[name] == self.was[name] for name in self.was):
            raise forms.ValidationError("Nothing is changed yet. Change what was wrong.")
        return cleaned


def _lot_in_words(lot: StockLot) -> str:
    strength = f"{lot.mg_per_ml.normalize():f} mg/mL" if lot.mg_per_ml else "not a liquid"
    return f"{lot.lot_number}, {strength}, until {lot.expires_on:%d %b %Y}"
