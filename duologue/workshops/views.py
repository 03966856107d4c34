from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from duologue.calendar.actions import Taken, Unfit
from duologue.people.doors import for_team
from duologue.people.queries import partners_of_caseload
from duologue.workshops import actions, forms, queries
from duologue.workshops.models import Cohort

runs = for_team("coordinator", "therapist", "prescriber", "monitor")


@runs
def cohorts(request: HttpRequest) -> HttpResponse:
    form = forms.CohortForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        values = {k: v for k, v in form.cleaned_data.items() if k != "once"}
        cohort = actions.open_cohort(
            id=form.key(request.user.pk), by=request.user, at=timezone.now(), **values
        )
        messages.success(request, f"{cohort.name} is open.")
        return redirect("cohort", cohort.id)
    found = queries.cohort_lines(request.user, request.roles, request.GET.get("page", "1"))
    return render(request, "workshops/cohorts.html", {"form": form, "cohorts": found})


@runs
def cohort(request: HttpRequest, cohort_id: UUID) -> HttpResponse:
    found = _cohort(request, cohort_id)
    return _page(request, found)


@runs
@require_POST
def members(request: HttpRequest, cohort_id: UUID) -> HttpResponse:
    found = _cohort(request, cohort_id)
    form = _members(request, found, request.POST)
    if not form.is_valid():
        return _page(request, found, members=form)
    chosen = form.cleaned_data["partners"]
    actions.take_in(cohort=found, partners=chosen, by=request.user, at=timezone.now())
    messages.success(request, "They take part.")
    return redirect("cohort", found.id)


@runs
@require_POST
def timetable(request: HttpRequest, cohort_id: UUID) -> HttpResponse:
    found = _cohort(request, cohort_id)
    form = forms.TimetableForm(request.POST)
    if form.is_valid():
        typed = form.cleaned_data
        try:
            actions.plan_session(
                id=form.key(found.id),
                cohort=found,
                kind=typed["kind"],
                session_number=typed["session_number"],
                room=typed["room"],
                starts_at=typed["starts_at"],
                ends_at=form.ends_at,
                by=request.user,
                at=timezone.now(),
            )
        except Unfit as unfit:
            form.explain(unfit)
        else:
            messages.success(request, "It is on the timetable. Nobody is booked yet.")
            return redirect("cohort", found.id)
    return _page(request, found, timetable=form)


@runs
@require_POST
def bookings(request: HttpRequest, cohort_id: UUID) -> HttpResponse:
    found = _cohort(request, cohort_id)
    try:
        made = actions.book_everybody(cohort=found, by=request.user, at=timezone.now())
    except Taken as taken:
        return _page(request, found, status=409, taken=taken)
    except Unfit as unfit:
        messages.error(request, f"Nothing was booked: {unfit}.")
        return redirect("cohort", found.id)
    messages.success(
        request, f"{made} appointments booked." if made else "All were booked already."
    )
    return redirect("cohort", found.id)


def _page(request: HttpRequest, found: Cohort, status: int = 200, **typed: object) -> HttpResponse:
    shown = {
        "page": queries.cohort_page(found),
        "sought": _sought(request),
        "timetable": forms.TimetableForm(),
        **typed,
    }
    shown.setdefault("members", _members(request, found))
    return render(request, "workshops/cohort.html", shown, status=status)


def _sought(request: HttpRequest) -> str:
    return request.GET.get("name", "").strip()


def _members(request: HttpRequest, found: Cohort, *typed: object) -> forms.MembersForm:
    reach = partners_of_caseload(request.user, request.roles)
    offered = queries.to_take_in(request.user, request.roles, found, _sought(request))
    return forms.MembersForm(reach, offered, *typed)


def _cohort(request: HttpRequest, cohort_id: UUID) -> Cohort:
    return get_object_or_404(queries.cohorts_of(request.user, request.roles), id=cohort_id)
