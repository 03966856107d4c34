from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from duologue.people.doors import for_team
from duologue.people.queries import couples_of
from duologue.record.rules import NotPossible
from duologue.record.separation import actions, queries, rules


@for_team("therapist")
def separation(request: HttpRequest, couple_id: UUID) -> HttpResponse:
    """Write down each conversation, then record it; it takes effect for both at one noon."""
    couple = get_object_or_404(couples_of(request.user, request.roles), id=couple_id)  # type: ignore[arg-type, attr-defined]
    now = timezone.now()
    if request.method == "POST":
        spoken = request.POST.get("spoken")
        partner = next((p for p in couple.partners.all() if str(p.pk) == spoken), None)
        try:
            if partner:
                actions.speak_with(partner=partner, by=request.user, at=now)  # type: ignore[arg-type]
                messages.success(request, "Written down. Neither of them sees it.")
            elif request.POST.get("sure"):
                actions.record_separation(couple=couple, by=request.user, at=now)  # type: ignore[arg-type]
                messages.success(request, "Recorded. Until then nothing changes for either.")
            else:
                messages.warning(request, "Tick that you are sure: there is no way back.")
        except NotPossible as no:
            messages.warning(request, str(no))
        return redirect("record-separation", couple_id)
    page = queries.separation_page(couple, now)
    at = rules.takes_effect(timezone.localtime(now))
    return render(request, "record/separation.html", {"couple": couple, "page": page, "would": at})
