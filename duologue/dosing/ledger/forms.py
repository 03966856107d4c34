from typing import Any

from django import forms

from duologue.dosing.forms import SessionForm, colleagues_of
from duologue.dosing.ledger.models import Account
from duologue.dosing.orders.models import Drug
from duologue.people.models import Person


class ReceiveForm(SessionForm):
    drug = forms.ChoiceField(label="Medicine", choices=Drug.choices)
    lot_number = forms.CharField(label="Lot number", max_length=40)
    mg_per_ml = forms.DecimalField(
        label="Strength, mg per mL",
        min_value=0.1,
        max_value=500,
        decimal_places=2,
        required=False,
        help_text="Empty for lozenges and other solids.",
    )
    amount_mg = forms.DecimalField(
        label="All together, mg", min_value=1, max_value=1_000_000, decimal_places=2
    )
    expires_on = forms.DateField(
        label="Use until", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    witness = forms.ModelChoiceField(
        Person.objects.none(), label="Counted with", empty_label="Choose"
    )

    def __init__(self, person: Person, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["witness"].queryset = colleagues_of(person)


class TakeOutForm(SessionForm):
    into = forms.ChoiceField(
        label="What happened",
        choices=[(Account.WASTED, "wasted"), (Account.MISSING, "missing at a count")],
    )
    amount_mg = forms.DecimalField(
        label="How much, mg", min_value=0.01, max_value=1_000_000, decimal_places=2
    )
    reason = forms.CharField(label="How it came about", max_length=200)
    witness = forms.ModelChoiceField(Person.objects.none(), label="Witness", empty_label="Choose")

    def __init__(self, person: Person, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["witness"].queryset = colleagues_of(person)
