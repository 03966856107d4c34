from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from duologue.dosing.checks import actions, rules
from duologue.dosing.checks.forms import DayCheckForm
from duologue.dosing.checks.models import DayCheck
from duologue.dosing.doors import Place, at_place
from duologue.dosing.limits import limits
from duologue.dosing.reasons import Closed
from duologue.programme.projection import written
from duologue.programme.queries import current_episode

FOOD_HOURS, DRINK_HOURS = 4.0, 2.0  # where the couple has no programme
VITALS = ("systolic", "diastolic", "heart_rate", "spo2")


@at_place("monitor", "prescriber")
def checks(request: HttpRequest, place: Place) -> HttpResponse:
    form = DayCheckForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        answers = {k: v for k, v in form.cleaned_data.items() if k != "once"}
        actions.check(
            id=form.key(place.partner.pk),
            appointment=place.session,
            partner=place.partner,
            answers=answers,
            by=request.user,
            at=timezone.now(),
        )
        messages.success(request, f"{place.partner.first_name}: checks kept.")
        return redirect("dosing-checks", place.session.id, place.partner.pk)
    done = DayCheck.objects.filter(appointment=place.session, partner=place.partner)
    lines = [(check, _findings(place, check)) for check in done.select_related("by")]
    return render(request, "dosing/checks.html", {"form": form, "place": place, "lines": lines})


def _findings(place: Place, check: DayCheck) -> tuple[Closed, ...]:
    episode = current_episode(place.session.couple)
    own = written(episode).limits if episode else None
    facts = rules.Facts(
        vitals={name: getattr(check, name) for name in VITALS},
        last_food_at=check.last_food_at,
        last_drink_at=check.last_drink_at,
        starts_at=place.session.starts_at,
        food_hours=own.food_hours.value if own else FOOD_HOURS,
        drink_hours=own.drink_hours.value if own else DRINK_HOURS,
        pregnancy=check.pregnancy,
        alcohol_or_drugs=check.alcohol_or_drugs,
    )
    return rules.findings(facts, limits().day)
