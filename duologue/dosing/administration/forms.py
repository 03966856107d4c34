from typing import Any

from django import forms

from duologue.dosing.administration.models import Part
from duologue.dosing.forms import SessionForm, colleagues_of
from duologue.dosing.ledger.models import StockLot
from duologue.people.models import Person


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
        help_text="Read from the syringe, not reckoned. Empty for a lozenge.",
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

    decided = forms.CharField(
        label="I have read these; the prescriber has decided:",
        max_length=200,
        help_text="In the prescriber's words. It is kept with the dose.",
        error_messages={"required": "Ask the prescriber, and write what they decided."},
    )

    def __init__(
        self, person: Person, drug: str, *args: Any, findings: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if not findings:
            del self.fields["decided"]
        self.fields["witness"].queryset = colleagues_of(person)
        self.fields["lot"].queryset = StockLot.objects.filter(drug=drug)
        self.fields["lot"].label_from_instance = _lot_in_words


def _lot_in_words(lot: StockLot) -> str:
    strength = f"{lot.mg_per_ml.normalize():f} mg/mL" if lot.mg_per_ml else "not a liquid"
    return f"{lot.lot_number}, {strength}, until {lot.expires_on:%d %b %Y}"
