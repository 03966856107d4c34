from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from duologue.people.doors import for_team
from duologue.people.queries import couples_of
from duologue.sharing.secrets import actions, queries
from duologue.sharing.secrets.rules import LIMITED, NO_SECRETS


@for_team("therapist")
def secrets(request: HttpRequest, couple_id: UUID) -> HttpResponse:
    """Choose the rule on what is told alone, in writing; both sign it, also a change of it."""
    couple = get_object_or_404(couples_of(request.user, request.roles), id=couple_id)  # type: ignore[arg-type, attr-defined]
    chosen = request.POST.get("policy")
    if request.method == "POST":
        if chosen in (LIMITED, NO_SECRETS):
            actions.choose_policy(couple=couple, policy=chosen, by=request.user, at=timezone.now())  # type: ignore[arg-type]
            messages.success(request, "Written down. It holds once both have signed it.")
            return redirect("sharing-secrets", couple_id)
        messages.warning(request, "Choose one of the two rules.")
    page = {"couple": couple, "policy": queries.policy_of(couple)}
    return render(request, "sharing/secrets.html", page, status=422 if request.POST else 200)
