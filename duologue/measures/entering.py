"""What the team does with questionnaires: look, hand out, enter from paper, resolve."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters

from duologue.measures import actions, loader, rules
from duologue.measures.forms import HandOutForm, PaperForm, ResolveForm
from duologue.measures.models import AlreadySubmitted, AnswerLink, HeldSubmission
from duologue.measures.queries import held_for, trajectories
from duologue.measures.sealed.actions import NobodyReads
from duologue.people.doors import for_team
from duologue.people.models import Partner
from duologue.people.queries import partners_of_caseload
from duologue.sharing.secrets.queries import may_begin

FIRST = (
    "The agreement on what stays private is not signed by both yet, so nothing private is asked. "
    "Ask each of them, apart, to sign it; then come back."
)


def _partner(request: HttpRequest, partner_id: UUID) -> Partner:
    mine = partners_of_caseload(request.user, request.roles)  # type: ignore[arg-type, attr-defined]
    return get_object_or_404(mine, id=partner_id)


@for_team("therapist", "prescriber")
def measures(request: HttpRequest, partner_id: UUID) -> HttpResponse:
    """One partner's scores over time, and the ways to ask for more."""
    partner = _partner(request, partner_id)
    found = trajectories([partner])
    return render(
        request,
        "measures/partner.html",
        {
            "about": partner,
            "trajectories": sorted(found.values(), key=lambda t: (t.instrument.title, t.name)),
            "on_paper": sorted(
                (each for each in loader.load_all().values() if each.licence.kind != "STUB"),
                key=lambda each: each.name,
            ),
        },
    )


NOBODY_READS = (
    "Nobody of this couple’s team could open these answers: a therapist or prescriber of theirs "
    "first signs in once with their password, or the clinic names two people for the escrow."
)


@sensitive_post_parameters()
@for_team("therapist", "prescriber", "coordinator", "monitor")
def paper(request: HttpRequest, partner_id: UUID, instrument_id: str) -> HttpResponse:
    """All items on one page, for answers given on paper."""
    partner = _partner(request, partner_id)
    if instrument_id not in loader.ids():
        return render(request, "404.html", status=404)
    instrument = loader.instrument(instrument_id)
    sealed = instrument.room == "sealed"
    if sealed and not request.roles & {"therapist", "prescriber"}:  # type: ignore[attr-defined]
        messages.error(
            request, "These are entered by a therapist or prescriber: hand them the paper."
        )
        return redirect("partner", partner.id)
    form = PaperForm(instrument, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        step = request.GET.get("step", "")
        try:
            scored = actions.enter_on_paper(
                partner=partner, instrument=instrument_id, answers=form.answers(),
                episode=request.GET.get("episode") or None, step=step,
                by=request.user, at=timezone.now(),
            )  # fmt: skip
        except NobodyReads:
            messages.error(request, NOBODY_READS + " Nothing of what you typed was kept.")
            return redirect("partner", partner.id)
        except AlreadySubmitted:
            if sealed or instrument.sealable:
                messages.error(request, "These were answered already. What you typed was not kept.")
                return redirect("partner", partner.id)
            held_answers = {str(item): value for item, value in form.answers().items()}
            actions.hold(
                partner=partner, instrument=instrument_id, received=held_answers,
                why="this step had been answered already", at=timezone.now(),
            )  # fmt: skip
            messages.warning(
                request,
                "These questions had been answered already. What you typed is kept under "
                "“Answers to resolve”.",
            )
            return redirect("measures-held")
        messages.success(request, _entered(scored))
        return redirect("partner", partner.id)
    status = 422 if form.is_bound else 200
    if sealed and form.is_bound:  # what was typed of sealed answers is in no page
        messages.error(
            request, "Something did not fit, and nothing was kept. Enter all of it again."
        )
        form = PaperForm(instrument, None)
    shown = {"about": partner, "instrument": instrument, "form": form}
    return render(request, "measures/paper.html", shown, status=status)


def _entered(scored: rules.Scored | None) -> str:
    if scored is None:
        return "Entered, and sealed for the clinicians named for it. Destroy the paper or lock it away."
    return f"Entered: {'no score: ' + scored.reason if scored.reason else f'score {scored.score}'}."


@for_team("therapist", "prescriber", "coordinator", "monitor")
def hand_out(request: HttpRequest, partner_id: UUID) -> HttpResponse:
    """Make a code for the tablet or a one-time link; it is shown once, here."""
    partner = _partner(request, partner_id)
    form = HandOutForm(
        request.POST if request.method == "POST" else None,
        initial={"instrument": request.GET.get("instrument", ""), "kind": AnswerLink.Kind.CODE},
    )
    if request.method == "POST" and not may_begin(partner):
        form.add_error(None, FIRST)
    if request.method != "POST" or not form.is_valid():
        return render(
            request, "measures/hand_out.html", {"about": partner, "form": form},
            status=422 if form.is_bound else 200,
        )  # fmt: skip
    now, chosen = timezone.now(), form.cleaned_data
    mode = "tablet" if chosen["kind"] == AnswerLink.Kind.CODE else "link"
    try:
        response = actions.start(
            partner=partner, instrument=chosen["instrument"], mode=mode,
            episode=request.GET.get("episode") or None, step=request.GET.get("step", ""),
            by=request.user, at=now,
        )  # fmt: skip
    except NobodyReads:
        form.add_error(None, NOBODY_READS)
        return render(
            request, "measures/hand_out.html", {"about": partner, "form": form}, status=422
        )
    token = actions.hand_out(response=response, kind=chosen["kind"], by=request.user, at=now)
    address = request.build_absolute_uri(reverse("measures-link", args=[token]))
    return render(
        request,
        "measures/handed_out.html",
        {
            "about": partner,
            "instrument": loader.instrument(chosen["instrument"]),
            "code": f"{token[:4]} {token[4:]}" if chosen["kind"] == "code" else "",
            "address": address,
            "tablet": request.build_absolute_uri(reverse("measures-code")),
        },
    )


@for_team("therapist", "prescriber")
def held(request: HttpRequest) -> HttpResponse:
    """Answers that could not be taken and wait for somebody."""
    rows = held_for(request.user, request.roles)  # type: ignore[arg-type, attr-defined]
    return render(
        request,
        "measures/held.html",
        {"rows": [(row, loader.instrument(row.instrument)) for row in rows]},
    )


@for_team("therapist", "prescriber")
def resolve(request: HttpRequest, held_id: UUID) -> HttpResponse:
    """Enter held answers after mending them, or set them aside with a reason."""
    mine = partners_of_caseload(request.user, request.roles)  # type: ignore[arg-type, attr-defined]
    row = get_object_or_404(
        HeldSubmission.objects.select_related("partner__couple"),
        id=held_id, partner__in=mine, resolution__isnull=True,
    )  # fmt: skip
    instrument = loader.instrument(row.instrument)
    form = ResolveForm(
        instrument, request.POST if request.method == "POST" else None, received=row.received
    )
    if request.method == "POST" and form.is_valid():
        enter = form.cleaned_data["what_now"] == "enter"
        try:
            actions.resolve_held(
                held=row, what=form.cleaned_data["what"],
                answers=form.answers() if enter else None, by=request.user, at=timezone.now(),
            )  # fmt: skip
        except rules.AnswerError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Resolved.")
            return redirect("measures-held")
    return render(
        request,
        "measures/resolve.html",
        {"row": row, "instrument": instrument, "form": form},
        status=422 if form.is_bound else 200,
    )
