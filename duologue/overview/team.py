"""The team's pages that put rooms side by side."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from duologue.audit.subjects import saw
from duologue.enquiry.models import Enquiry
from duologue.enquiry.queries import enquiry
from duologue.overview import caseload as caseloads
from duologue.overview.beginning import to_begin
from duologue.overview.couple import couple_page, partner_page
from duologue.overview.course import by_phase
from duologue.overview.forms import CourseForm, NewCoupleForm, StepForm
from duologue.overview.links import may_open, partner_doors
from duologue.people import actions as people
from duologue.people.doors import for_team
from duologue.people.models import Couple
from duologue.people.queries import (
    couples_of,
    partners_of_caseload,
    partners_of_couples,
    with_roles_towards,
)
from duologue.programme import actions as programmes
from duologue.programme.queries import (
    closed_at,
    course_of,
    current_episode,
    latest_episode,
    phases_of,
    sides_of,
)
from duologue.safety.queries import with_open_alerts
from duologue.sharing.secrets.actions import choose_policy
from duologue.web.paging import page_asked


def _couple(request: HttpRequest, couple_id: UUID) -> Couple:
    mine = couples_of(request.user, request.roles)  # type: ignore[arg-type, attr-defined]
    return get_object_or_404(mine, id=couple_id)


@for_team()
def my_day(request: HttpRequest) -> HttpResponse:
    """What is due, late, missed or unread, across the caseload."""
    roles = request.roles  # type: ignore[attr-defined]
    if roles == {"researcher"}:
        return render(request, "overview/researcher.html")
    page = caseloads.day_of(
        request.user, request.roles, timezone.now(),  # type: ignore[attr-defined]
        page=page_asked(request),
    )  # fmt: skip
    at_work = bool(page.mine or page.team or page.waiting or page.appointments)
    begin = to_begin(roles, at_work=at_work)
    shown = {"page": page, "now": timezone.now(), "begin": begin}
    shown["clinical"] = may_open(reverse("emergency"), roles)
    shown["calendar"] = may_open(reverse("calendar"), roles)
    return render(request, "overview/my_day.html", shown)


@for_team()
def caseload(request: HttpRequest) -> HttpResponse:
    """Couples by phase."""
    page = caseloads.caseload_of(
        request.user, request.roles, timezone.now(), phase=request.GET.get("phase", ""),  # type: ignore[attr-defined]
        sought=request.GET.get("name", "").strip(), page=request.GET.get("page", "1"),
    )  # fmt: skip
    return render(request, "overview/caseload.html", {"page": page})


@for_team()
def couple(request: HttpRequest, couple_id: UUID) -> HttpResponse:
    """Two columns, and the shared room between them."""
    mine = partners_of_couples(request.user, request.roles)  # type: ignore[arg-type, attr-defined]
    mine = with_open_alerts(with_roles_towards(mine, request.user), request.user, request.roles)  # type: ignore[arg-type, attr-defined]
    partners = tuple(mine.filter(couple=couple_id))
    if not partners:
        raise Http404
    page = couple_page(request.user, request.roles, partners, timezone.now())  # type: ignore[attr-defined, arg-type]
    return render(request, "overview/couple.html", {"page": page})


@for_team()
def partner(request: HttpRequest, partner_id: UUID) -> HttpResponse:
    """One partner's chart."""
    mine = partners_of_caseload(request.user, request.roles)  # type: ignore[arg-type, attr-defined]
    mine = with_open_alerts(with_roles_towards(mine, request.user), request.user, request.roles)  # type: ignore[arg-type, attr-defined]
    found = get_object_or_404(mine, id=partner_id)
    here = frozenset((*found.care_roles, *found.opened_as))  # type: ignore[attr-defined]
    page = partner_page(found, here, timezone.now())
    doors = partner_doors(found.pk, here & request.roles)  # type: ignore[attr-defined]
    return render(request, "overview/partner.html", {"page": page, "doors": doors})


@for_team()
def course(request: HttpRequest, couple_id: UUID) -> HttpResponse:
    """Every step of the couple's course: what is done, due, late, and what blocks what."""
    found = _couple(request, couple_id)
    episode = latest_episode(found)
    if episode is None:
        return redirect("course-start", couple_id)
    _, current = phases_of([found.id]).get(found.id, (None, ""))
    closed = closed_at(episode)
    may_change = may_open(reverse("couple-step", args=[found.id]), request.roles)  # type: ignore[attr-defined]
    return render(
        request,
        "overview/course.html",
        {
            "couple": found,
            "episode": episode,
            "closed_at": closed,
            "may_change": may_change and closed is None,
            "sides": sides_of(episode),
            "phases": by_phase(
                course_of(episode, timezone.now()), current, closed=closed is not None
            ),
        },
    )


@for_team("therapist", "prescriber", "coordinator")
def step(request: HttpRequest, couple_id: UUID) -> HttpResponse:
    """Mark a step as done elsewhere, or leave it out with a reason."""
    found = _couple(request, couple_id)
    episode = current_episode(found)
    form = StepForm(request.POST or request.GET or None, couple=found)
    if episode is None:
        return redirect("couple", couple_id)
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data
        common = {"episode": episode, "partner": chosen["partner"], "step": chosen["step"]}
        try:
            if chosen["what"] == "done":
                programmes.finish_step(**common, by=request.user, at=timezone.now())
            else:
                programmes.skip_step(
                    **common, reason=chosen["reason"], by=request.user, at=timezone.now()
                )
        except programmes.NotInCourse as error:
            form.add_error(None, str(error))
        else:
            saw(request, partner=chosen["partner"], couple=found)
            messages.success(request, "Kept.")
            return redirect("couple-course", couple_id)
    of = (each for each in course_of(episode, timezone.now()) if each.step == form["step"].value())
    title = next((each.of.team_title for each in of), "none of this course")
    return render(
        request, "overview/step.html", {"couple": found, "form": form, "title": title},
        status=422 if request.method == "POST" else 200,
    )  # fmt: skip


def _as_asked(request: HttpRequest) -> dict[str, str]:
    """The first name somebody gave who asked for a call; its page leads here with the enquiry's id."""
    try:
        id = UUID(request.GET.get("enquiry", ""))
        read = enquiry(request.user, id, request.roles)  # type: ignore[arg-type, attr-defined]
    except (ValueError, Enquiry.DoesNotExist):
        return {}
    return {"first_name": read.name.split()[0]}


@for_team("therapist", "coordinator")
def new_couple(request: HttpRequest) -> HttpResponse:
    """Open a record: who the two are, who treats them, and which course they begin."""
    form = NewCoupleForm(request.POST or None, initial=_as_asked(request))
    if request.method == "POST" and form.is_valid():
        now, chosen = timezone.now(), form.cleaned_data
        made = people.register_couple(
            first_names=(chosen["first_name"], chosen["second_name"] or None),
            by=request.user,
            at=now,
        )
        if "therapist" in request.roles:  # type: ignore[attr-defined]
            people.assign_care_team(
                couple=made, person=request.user, role="therapist", by=request.user, at=now
            )
        choose_policy(couple=made, policy=chosen["policy"], by=request.user, at=now)
        messages.success(request, f"{made.name}: the record is open. Choose their course now.")
        return redirect("course-start", made.id)
    return render(
        request, "overview/new_couple.html", {"form": form}, status=422 if form.is_bound else 200
    )


@for_team("therapist", "coordinator")
def start_course(request: HttpRequest, couple_id: UUID) -> HttpResponse:
    """Choose the programme, and who takes the medicine."""
    found = _couple(request, couple_id)
    form = CourseForm(request.POST or None, couple=found)
    if request.method == "POST" and form.is_valid():
        try:
            programmes.start_episode(
                couple=found, programme=form.cleaned_data["programme"],
                dosed=form.cleaned_data["dosed"], by=request.user, at=timezone.now(),
            )  # fmt: skip
        except (ValueError, LookupError) as error:
            form.add_error(None, str(error))
        else:
            messages.success(
                request, "The course has begun. Next: the care team, and who is invited."
            )
            return redirect("couple-people", couple_id)
    return render(
        request,
        "overview/start_course.html",
        {"couple": found, "form": form, "programmes": form.programmes},
        status=422 if form.is_bound else 200,
    )
