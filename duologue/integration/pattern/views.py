from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from duologue.integration.pattern import actions
from duologue.integration.pattern.forms import PatternSeenForm
from duologue.people.doors import for_partner
from duologue.sharing.doors import after_both_signed


@for_partner
@after_both_signed
def pattern_seen(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    form = PatternSeenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        actions.see_pattern(
            token=told["once"], on=timezone.localdate(now), strength=told["strength"],
            ended=told["ended"], by=request.partner, at=now,
        )  # fmt: skip
        messages.success(request, "Kept. Noticing it is already something.")
        return redirect("integration-pattern-seen")
    page = {"form": form, "seen": list(request.partner.patterns_seen.all()[:14])}
    return render(request, "integration/pattern_seen.html", page)
