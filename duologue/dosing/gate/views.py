from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from duologue.calendar.models import Appointment
from duologue.dosing.doors import Place, at_place, at_session
from duologue.dosing.gate import actions
from duologue.dosing.gate.forms import RoomForm, RulingForm
from duologue.dosing.gate.models import GateRuling, RoomReady
from duologue.dosing.gate.reading import gate_of
from duologue.dosing.reasons import Refused
from duologue.people.rules import CLINICIANS


@at_place()
def gate(request: HttpRequest, place: Place) -> HttpResponse:
    """Each rule with what it says now; a prescriber decides here what is theirs to decide."""
    now, partner = timezone.now(), place.partner
    form = RulingForm(request.POST or None)
    if form.is_bound and form.is_valid():
        told = form.cleaned_data
        try:
            actions.rule_on(
                id=form.key(partner.pk), appointment=place.session, partner=partner,
                rule=told["rule"], words=told["words"], by=request.user, at=now,
            )  # fmt: skip
        except Refused as refused:
            form.refuse(refused.reasons)
        else:
            messages.success(request, "Kept with your name.")
            return redirect("dosing-gate", place.session.id, partner.pk)
    shown: dict[str, object] = {"place": place, "form": form}
    shown["gate"] = gate_of(
        partner,
        place.session,
        now,
        episode=place.episode,
        dosed=place.dosed,
        watches=not CLINICIANS & request.roles,  # type: ignore[attr-defined]
    )
    shown["decides"] = "prescriber" in request.roles  # type: ignore[attr-defined]
    return render(request, "dosing/gate.html", shown)


@require_POST
@at_place()
def gate_second(request: HttpRequest, place: Place, ruling_id: UUID) -> HttpResponse:
    mine = GateRuling.objects.filter(appointment=place.session, partner=place.partner)
    ruling = get_object_or_404(mine.select_related("partner__couple"), id=ruling_id)
    try:
        actions.second(ruling=ruling, by=request.user, at=timezone.now())
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "Kept: you agree.")
    return redirect("dosing-gate", place.session.id, place.partner.pk)


@at_session("monitor", "prescriber", "therapist")
def room(request: HttpRequest, session: Appointment) -> HttpResponse:
    """The room as somebody found it; a later look stands in for an earlier one."""
    form = RoomForm(request.POST or None)
    if form.is_bound and form.is_valid():
        told = {name: said for name, said in form.cleaned_data.items() if name != "once"}
        actions.make_ready(
            id=form.key(session.id), appointment=session, by=request.user, at=timezone.now(), **told
        )
        messages.success(request, "Kept: how the room is.")
        return redirect("dosing-session", session.id)
    looked = RoomReady.objects.filter(appointment=session).select_related("by")
    shown = {"session": session, "form": form, "looked": looked}
    return render(request, "dosing/room.html", shown)
