from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone

from duologue.dosing.forms import SessionForm, local_time, number
from duologue.dosing.limits import limits
from duologue.dosing.orders.models import Drug, Route


class OrderForm(SessionForm):
    session_number = number("Medicine session number", 1, 20)
    drug = forms.ChoiceField(label="Medicine", choices=Drug.choices)
    route = forms.ChoiceField(label="Route", choices=Route.choices)
    dose_mg = forms.DecimalField(
        label="Main dose, mg", min_value=0.1, max_value=1000, decimal_places=2
    )
    booster_mg = forms.DecimalField(
        label="Boosters together, at most mg",
        min_value=0,
        max_value=1000,
        decimal_places=2,
        required=False,
        help_text="Leave empty for none.",
    )
    max_mg_per_kg = forms.DecimalField(
        label="All together at most, mg per kg of the day's weight",
        min_value=0.01,
        max_value=20,
        decimal_places=2,
    )
    expires_at = local_time("Allowed until")
    note = forms.CharField(
        label="Note for the monitor", widget=forms.Textarea, required=False, max_length=2000
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        days = limits().orders.expires_days
        self.initial.setdefault("expires_at", timezone.now() + timedelta(days=days))


class CancelOrderForm(forms.Form):
    reason = forms.CharField(
        label="Why it is withdrawn",
        max_length=200,
        error_messages={"required": "Say in a few words why; the record keeps it."},
    )
