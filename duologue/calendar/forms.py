from datetime import time, timedelta
from typing import Any

from django import forms
from django.utils import timezone

from duologue.calendar import actions
from duologue.calendar.models import Appointment, Kind, Outcome, Room
from duologue.calendar.queries import care_team_ids, open_rooms, room_used_last, staff_to_book
from duologue.calendar.rules import next_full_hour, usual_length
from duologue.people.models import Couple, Person
from duologue.privacy.once import OnceForm
from duologue.web.moments import DAYS_OF_A_YEAR, LocalTime, near_today
from duologue.web.widgets import FoldedChoices

USUAL = [("", "As usual for what it is for")]
LENGTHS = [(m, f"{m} minutes") for m in (20, 30, 50, 60, 80, 90, 120, 150, 180, 210, 240, 300)]


DAYTIME = (time(7), time(21))
AT_NIGHT = "This is at night: is that meant? Tick it below, or choose another time."

BOOKABLE = near_today(
    back=1,
    ahead=2 * DAYS_OF_A_YEAR,
    early="This day is over. Check the date; what already happened belongs in a note.",
    late="This is more than two years away. Check the date.",
)


class WhenAndWhere(forms.Form):
    starts_at = LocalTime(label="Starts", validators=[BOOKABLE])
    minutes = forms.TypedChoiceField(label="Length", choices=LENGTHS, coerce=int, initial=60)
    room = forms.ModelChoiceField(
        Room.objects.none(), label="Room", required=False, empty_label="No room (phone or video)"
    )
    at_night = forms.BooleanField(label="Yes, at night", required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["room"].queryset = open_rooms()

    def clean(self) -> dict[str, Any]:
        """Before seven or past nine in the evening asks once whether that is meant."""
        cleaned = super().clean() or self.cleaned_data
        starts_at = cleaned.get("starts_at")
        if starts_at and not cleaned.get("at_night"):
            early, late = DAYTIME
            if not early <= timezone.localtime(starts_at).time() <= late:
                self.fields["at_night"].widget = forms.CheckboxInput()
                self.add_error("starts_at", AT_NIGHT)
        return cleaned

    @property
    def ends_at(self) -> Any:
        return self.cleaned_data["starts_at"] + timedelta(minutes=self.cleaned_data["minutes"])

    def explain(self, unfit: actions.Unfit) -> None:
        """Put each reason beside the field it is about."""
        for reason in unfit.reasons:
            field = reason.field if reason.field in self.fields else None
            because = reason.reason[:1].upper() + reason.reason[1:]
            self.add_error(field, f"{because}. {reason.remedy}.")


class BookForm(OnceForm, WhenAndWhere):
    kind = forms.ChoiceField(label="What for", choices=Kind.choices)
    session_number = forms.IntegerField(
        label="Medicine session number", min_value=1, max_value=20, required=False
    )
    partners = forms.MultipleChoiceField(
        label="Who comes", widget=forms.CheckboxSelectMultiple, required=True
    )
    staff = forms.ModelMultipleChoiceField(
        Person.objects.none(),
        label="With",
        widget=FoldedChoices(rest="Somebody outside their care team"),
    )
    field_order = ["kind", "session_number", "partners", "starts_at", "minutes", "room", "staff"]

    initial: dict[str, Any]

    def __init__(self, couple: Couple, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["minutes"].choices = [*USUAL, *LENGTHS]
        self.fields["minutes"].required = False
        self.fields["minutes"].initial = ""
        self.fields["minutes"].empty_value = None
        self.partners = {str(p.pk): p for p in couple.partners.all()}
        self.fields["partners"].choices = [(k, p.first_name) for k, p in self.partners.items()]
        self.fields["staff"].queryset = staff_to_book()
        team = care_team_ids(couple)
        self.fields["staff"].widget.first = {str(id) for id in team}
        if not self.is_bound:
            zone = timezone.get_current_timezone()
            therapists = [id for id, roles in team.items() if "therapist" in roles]
            usual = {
                "partners": list(self.partners),
                "starts_at": next_full_hour(timezone.now(), zone),
                "staff": therapists,
                "room": room_used_last(couple),
            }
            if self.initial.get("kind"):
                usual["minutes"] = usual_length(self.initial["kind"])
            self.initial = {**usual, **self.initial}

    def clean(self) -> dict[str, Any]:
        """The usual length of its kind, where none was chosen."""
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("minutes") and "minutes" not in self.errors:
            cleaned["minutes"] = usual_length(cleaned.get("kind") or "")
        return cleaned


class MoveForm(WhenAndWhere):
    reason = forms.CharField(label="Why (seen by the team only)", max_length=200, required=False)

    def __init__(self, appointment: Appointment, *args: Any, **kwargs: Any) -> None:
        length = int((appointment.ends_at - appointment.starts_at).total_seconds() // 60)
        initial = {"starts_at": appointment.starts_at, "minutes": length, "room": appointment.room}
        super().__init__(*args, initial=initial, **kwargs)
        if length not in dict(LENGTHS):
            self.fields["minutes"].choices = sorted([*LENGTHS, (length, f"{length} minutes")])


class CancelForm(forms.Form):
    reason = forms.CharField(
        label="Why (seen by the team only)",
        max_length=200,
        error_messages={"required": "Say in a few words why; the record keeps it."},
    )


class AttendanceForm(forms.Form):
    """One question for each partner who was invited."""

    def __init__(self, invited: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for one in invited:
            self.fields[str(one.partner)] = forms.ChoiceField(
                label=one.name,
                choices=Outcome.choices,
                widget=forms.RadioSelect,
                required=False,
                initial=one.outcome,
            )


class RoomForm(forms.ModelForm):
    class Meta:
        model = Room
        fields = ["name"]
        labels = {"name": "Name of the room"}
        error_messages = {"name": {"unique": "There is a room of that name. Choose another."}}
