from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from duologue.audit.subjects import saw
from duologue.calendar import actions, feed, forms, queries
from duologue.calendar.models import Appointment, Room, RoomClosure
from duologue.people.doors import for_partner, for_team
from duologue.people.queries import couples_of
from duologue.people.rules import CLINICAL_ROLES
from duologue.web.paging import page_asked

team = for_team(*queries.BOOKS)


@team
@require_GET
def calendar(request: HttpRequest) -> HttpResponse:
    try:
        day = date.fromisoformat(request.GET.get("week", ""))
        day.replace(year=day.year + 1), day.replace(year=day.year - 1)
    except ValueError:
        day = timezone.localdate()
    usual = "mine" if request.roles & CLINICAL_ROLES else "caseload"  # the office books for others
    view = request.GET.get("view", usual)
    room = request.GET.get("room", "")
    known = {str(r.id) for r in queries.open_rooms()} if room else set()
    week = queries.week_of(
        request.user,
        request.roles,
        day,
        view=view if view in ("mine", "caseload", "rooms") else usual,
        room=room if room in known else "",
        page=page_asked(request),
    )
    return render(request, "calendar/week.html", {"week": week, "today": timezone.localdate()})


@team
def book(request: HttpRequest, couple_id: UUID) -> HttpResponse:
    couple = get_object_or_404(couples_of(request.user, request.roles), id=couple_id)
    asked = {"kind": "kind", "session_number": "session", "partners": "partner"}
    wished = {field: request.GET.get(name) for field, name in asked.items()}
    form = forms.BookForm(
        couple, request.POST or None, initial={k: v for k, v in wished.items() if v}
    )
    taken = None
    if request.method == "POST" and form.is_valid():
        wanted = form.cleaned_data
        try:
            appointment = actions.book(
                id=form.key(couple.pk),
                couple=couple,
                kind=wanted["kind"],
                partners=[form.partners[key] for key in wanted["partners"]],
                staff=list(wanted["staff"]),
                room=wanted["room"],
                starts_at=wanted["starts_at"],
                ends_at=form.ends_at,
                session_number=wanted["session_number"],
                by=request.user,
                at=timezone.now(),
            )
        except actions.Unfit as unfit:
            form.explain(unfit)
        except actions.Taken as exception:
            taken = exception
        else:
            messages.success(request, "Booked.")
            alone = wanted["partners"] if len(wanted["partners"]) == 1 else []
            saw(request, partner=form.partners[alone[0]] if alone else None, couple=couple)
            return redirect("calendar-appointment", appointment.id)
    shown = {"form": form, "couple": couple, "taken": taken}
    return render(request, "calendar/book.html", shown, status=409 if taken else 200)


@team
@require_GET
def appointment(request: HttpRequest, appointment_id: UUID) -> HttpResponse:
    return _appointment_page(request, _reach(request, appointment_id))


@team
def move(request: HttpRequest, appointment_id: UUID) -> HttpResponse:
    one = _reach(request, appointment_id)
    form, taken = forms.MoveForm(one, request.POST or None), None
    if request.method == "POST" and form.is_valid():
        try:
            actions.move(
                appointment=one,
                starts_at=form.cleaned_data["starts_at"],
                ends_at=form.ends_at,
                room=form.cleaned_data["room"],
                reason=form.cleaned_data["reason"],
                by=request.user,
                at=timezone.now(),
            )
        except actions.Unfit as unfit:
            form.explain(unfit)
        except actions.Taken as exception:
            taken = exception
        else:
            messages.success(request, "Moved.")
            return redirect("calendar-appointment", one.id)
    shown = {"form": form, "page": queries.appointment_page(one), "taken": taken}
    return render(request, "calendar/move.html", shown, status=409 if taken else 200)


@team
@require_POST
def cancel(request: HttpRequest, appointment_id: UUID) -> HttpResponse:
    one = _reach(request, appointment_id)
    form = forms.CancelForm(request.POST)
    if not form.is_valid():
        return _appointment_page(request, one, cancellation=form)
    try:
        actions.cancel(
            appointment=one, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now()
        )
    except actions.Unfit as unfit:
        for reason in unfit.reasons:
            form.add_error("reason", f"{reason.reason}. {reason.remedy}.".capitalize())
        return _appointment_page(request, one, cancellation=form)
    messages.success(request, "Cancelled. Everybody's time is free again.")
    return redirect("calendar-appointment", one.id)


@team
@require_POST
def attendance(request: HttpRequest, appointment_id: UUID) -> HttpResponse:
    one = _reach(request, appointment_id)
    page = queries.appointment_page(one)
    form = forms.AttendanceForm(page.entry.who, request.POST)
    if not form.is_valid():
        return _appointment_page(request, one, attendance=form)
    outcomes = {UUID(key): value for key, value in form.cleaned_data.items() if value}
    actions.attend(appointment=one, outcomes=outcomes, by=request.user, at=timezone.now())
    messages.success(request, "Kept.")
    return redirect("calendar-appointment", one.id)


@for_team("coordinator")
def rooms(request: HttpRequest) -> HttpResponse:
    form = forms.RoomForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        form.instance.by, form.instance.at = request.user, timezone.now()
        form.save()
        messages.success(request, f"{form.instance.name} can be booked.")
        return redirect("calendar-rooms")
    return render(request, "calendar/rooms.html", {"form": form, "rooms": queries.room_lines()})


@for_team("coordinator")
@require_POST
def room_closure(request: HttpRequest, room_id: UUID) -> HttpResponse:
    room = get_object_or_404(Room, id=room_id)
    RoomClosure.objects.get_or_create(
        room=room, defaults={"by": request.user, "at": timezone.now()}
    )
    messages.success(request, f"{room.name} is closed to new bookings.")
    return redirect("calendar-rooms")


@for_partner
@require_GET
def my_appointments(request: HttpRequest) -> HttpResponse:
    coming = queries.coming_for(request.partner, timezone.now())
    return render(request, "calendar/mine.html", {"coming": coming})


@for_partner
def my_feed(request: HttpRequest) -> HttpResponse:
    return _feed_page(request, "calendar/my_feed.html")


@for_team()
def team_feed(request: HttpRequest) -> HttpResponse:
    return _feed_page(request, "calendar/feed.html")


@require_GET
def ics(request: HttpRequest, token: str) -> HttpResponse:
    found = feed.feed_for(token)
    if found is None:
        raise Http404
    holder, content = found
    saw(request, person=holder)
    return HttpResponse(
        content,
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": 'inline; filename="calendar.ics"'},
    )


def _feed_page(request: HttpRequest, template: str) -> HttpResponse:
    shown: dict[str, Any] = {"at": timezone.now()}
    if request.method == "POST" and "close" in request.POST:
        actions.close_feed(by=request.user, at=shown["at"])
        messages.success(request, "The address no longer works.")
        return redirect(request.path)
    if request.method == "POST":
        token = actions.open_feed(by=request.user, at=shown["at"])
        # Shown this once and kept nowhere, so there is no redirect to carry it.
        shown["address"] = request.build_absolute_uri(f"/feeds/{token}.ics")
    shown["feed"] = queries.feed_of(request.user)
    return render(request, template, shown)


def _appointment_page(request: HttpRequest, one: Appointment, **typed: Any) -> HttpResponse:
    page = queries.appointment_page(one)
    shown = {
        "page": page,
        "attendance": forms.AttendanceForm(page.entry.who),
        "cancellation": forms.CancelForm(),
        "clinical": bool(request.roles & CLINICAL_ROLES),
        **typed,
    }
    return render(request, "calendar/appointment.html", shown)


def _reach(request: HttpRequest, appointment_id: UUID) -> Appointment:
    reach = queries.appointments_in_reach(request.user, request.roles)
    return get_object_or_404(reach, id=appointment_id)
