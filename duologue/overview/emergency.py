"""Opening a record in an emergency, and looking at it afterwards."""

from uuid import UUID

from allauth.core import ratelimit
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET

from duologue.audit.queries import looks_under
from duologue.audit.subjects import saw
from duologue.overview.emergency_forms import EmergencyForm, ReviewForm
from duologue.overview.links import partner_doors
from duologue.overview.safety_summary import safety_summary
from duologue.people.doors import for_team
from duologue.people.emergency import actions, queries
from duologue.people.emergency.models import EmergencyGrant
from duologue.people.models import Partner
from duologue.people.rules import NotAllowed
from duologue.privacy.principal import as_system

NO_MATCH = (
    "Nobody here has exactly this name. Type it as it stands on their papers, with every accent; "
    "try the first name alone, or ask the coordinator."
)


@sensitive_post_parameters("password")
@for_team("therapist", "prescriber", "monitor")
def emergency(request: HttpRequest) -> HttpResponse:
    """The person by their exact name, why, and the password again."""
    form, status = EmergencyForm(request.POST or None), 200
    if request.method == "POST":
        status = 422
        if not ratelimit.consume(request, action="reauthenticate", user=request.user):
            form.add_error(None, "Too many attempts. Wait a few minutes, then try again.")
            status = 429
        elif partner := _asked_for(request, form):
            try:
                grant = actions.open_in_an_emergency(
                    id=form.key(request.user.pk), partner=partner, by=request.user,
                    reason=form.cleaned_data["reason"], at=timezone.now(),
                )  # fmt: skip
            except NotAllowed as no:
                form.add_error(None, str(no))
            else:
                saw(request, partner=partner)
                return redirect("emergency-record", grant.pk)
    return render(request, "overview/emergency.html", {"form": form}, status=status)


def _asked_for(request: HttpRequest, form: EmergencyForm) -> Partner | None:
    """The one partner of this name; with a mistake, or several, the form says so."""
    if not form.is_valid():
        return None
    if not request.user.check_password(form.cleaned_data["password"]):  # type: ignore[union-attr]
        form.add_error("password", "This is not your password.")
        return None
    with as_system():  # whoever does not treat them cannot find them otherwise
        found = queries.named(" ".join(form.cleaned_data["name"].split()))
    if not found:
        form.add_error("name", NO_MATCH)
    if len(found) < 2:
        return found[0] if found else None
    chosen = next((one for one in found if str(one.pk) == request.POST.get("which")), None)
    if chosen is None:
        form.ask_which(found)
        form.add_error(None, "Several have this name. Choose below, and type your password again.")
    return chosen


@for_team("therapist", "prescriber", "monitor")
@require_GET
def emergency_record(request: HttpRequest, grant_id: UUID) -> HttpResponse:
    """What matters for safety, first; from here the rest of that one partner's record."""
    now = timezone.now()
    grant = queries.opened_by(request.user, grant_id, now)  # type: ignore[arg-type]
    if grant is None:
        get_object_or_404(EmergencyGrant, by=request.user, id=grant_id)
        messages.info(request, "The thirty minutes are over. Open the record again if it goes on.")
        return redirect("emergency")
    saw(request, partner=grant.partner)
    shown = {
        "grant": grant,
        "partner": grant.partner,
        "summary": safety_summary(grant.partner, now, country=grant.country or ""),
        "doors": [
            door
            for door in partner_doors(grant.partner_id, request.roles)  # type: ignore[attr-defined]
            if door[1] != reverse("audit-looks", args=[grant.partner_id])
        ],
    }
    return render(request, "overview/emergency_record.html", shown)


@for_team("therapist", "coordinator")
def emergency_review(request: HttpRequest, grant_id: UUID) -> HttpResponse:
    """Who opened what and why, to be signed by a therapist of the couple."""
    mine = queries.reviewable_by(request.user, request.roles)  # type: ignore[arg-type, attr-defined]
    grant = get_object_or_404(
        mine.select_related("partner__couple", "by", "review__by"), id=grant_id
    )
    form = ReviewForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.review_opening(
            grant=grant, words=form.cleaned_data["words"], by=request.user, at=timezone.now()
        )
        messages.success(request, "Signed.")
        return redirect("my-day")
    shown = {"grant": grant, "form": form, "looks": looks_under(grant.pk)}
    return render(
        request, "overview/emergency_review.html", shown, status=422 if form.errors else 200
    )
