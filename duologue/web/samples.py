"""The made-up people and values that the page of components shows."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from django import forms
from django.core.paginator import Paginator

from duologue.web.charts import Band, Series, Trajectory
from duologue.web.drawings import Node


class SampleForm(forms.Form):
    """One field of each kind."""

    name = forms.CharField(
        label="What should we call you?", help_text="Only your care team sees this."
    )
    weight = forms.DecimalField(
        label="Weight", min_value=30, max_value=250, help_text="In kilograms."
    )
    day = forms.DateField(
        label="Day you prefer", required=False, widget=forms.DateInput({"type": "date"})
    )
    route = forms.ChoiceField(label="Route", choices=[("im", "intramuscular"), ("loz", "lozenge")])
    sleep = forms.ChoiceField(
        label="How did you sleep?",
        choices=[("1", "Badly"), ("2", "So so"), ("3", "Well")],
        widget=forms.RadioSelect,
    )
    support = forms.MultipleChoiceField(
        label="Who can be with you afterwards?",
        choices=[("f", "A friend"), ("r", "A relative")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    words = forms.CharField(label="In your own words", widget=forms.Textarea, required=False)
    agree = forms.BooleanField(
        label="I have read this", help_text="You can take it back at any time."
    )


@dataclass(frozen=True)
class Entry:
    at: datetime | date
    title: str
    side: int | str = "team"
    text: str = ""
    href: str = ""


def satisfaction() -> Trajectory:
    """Two partners over seven weeks, one of them with a missing week."""
    weeks = [date(2026, 10, d) for d in (5, 12, 19, 26)] + [date(2026, 11, d) for d in (2, 9, 16)]
    return Trajectory(
        title="Satisfaction, CSI-16",
        low=0,
        high=81,
        direction="higher is better",
        cutoff=51.5,
        cutoff_label="distress below 51.5",
        bands=(Band(0, 51.5, "distress"),),
        reliable_change=6.7,
        sessions=(date(2026, 10, 22), date(2026, 11, 5)),
        source="Funk and Rogge 2007",
        series=(
            Series(1, "Ana", tuple(zip(weeks, (41, 43, 45, 49, 51, 53, 55), strict=True))),
            Series(2, "Ben", tuple(zip(weeks, (50, 49, None, 52, 53, 53, 54), strict=True))),
        ),
    )


LOOP = (
    Node(1, "Ana goes quiet", "to keep the peace"),
    Node(2, "Ben feels shut out", "“I don’t matter”"),
    Node(2, "Ben presses", "asks, louder, again"),
    Node(1, "Ana feels attacked", "“whatever I say is wrong”"),
)

STATES = (
    ("Open", ("open", "done", "clear", "signed", "living")),
    ("Decide", ("decide", "due", "ends soon", "draft", "fading")),
    ("Closed", ("closed", "late", "missed", "not now", "failed")),
    ("Quiet", ("planned", "none yet")),
)


def page() -> dict[str, object]:
    """Context of the page of components."""
    wrong = SampleForm({"name": "", "weight": "12", "route": "im", "words": "What I typed stays."})
    wrong.is_valid()
    return {
        "form": SampleForm(auto_id="new_%s"),
        "wrong": wrong,
        "satisfaction": satisfaction(),
        "nothing_yet": Trajectory(
            "Distress, PHQ-9", 0, 27, (Series(1, "Ana", ()),), direction="lower is better"
        ),
        "nodes": LOOP,
        "six": (*LOOP, Node(1, "Ana leaves the room", "“I need air”"), Node(2, "Ben follows")),
        "states": STATES,
        "phases": [
            ("Screening", "done"),
            ("Consent", "done"),
            ("Preparation", "done"),
            ("Medicine 2 of 6", "now"),
            ("Integration", "next"),
            ("Follow-up", "next"),
        ],
        "session": date(2026, 11, 20),
        "today": date(2026, 11, 23),
        "days": [True, True, True, False, True, None],
        "entries": [
            Entry(
                datetime(2026, 11, 5, 10, 2, tzinfo=UTC),
                "Medicine session 2",
                "shared",
                "Both dosed; discharged 13:40.",
            ),
            Entry(datetime(2026, 11, 6, 9, 0, tzinfo=UTC), "Integration, Ana", 1),
            Entry(datetime(2026, 11, 6, 11, 0, tzinfo=UTC), "Integration, Ben", 2),
            Entry(date(2026, 11, 9), "Note signed", "team", "Joint integration", "#timeline"),
        ],
        "page": Paginator(range(100), 10).page(2),
        "answers": [
            (0, "Not at all true"),
            (1, "A little true"),
            (2, "Somewhat true"),
            (3, "Mostly true"),
            (4, "Almost completely true"),
            (5, "Completely true"),
        ],
        "themes": ("light", "dark"),
    }
