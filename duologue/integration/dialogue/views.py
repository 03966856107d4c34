from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from duologue.integration.dialogue import actions
from duologue.integration.dialogue.loader import turns
from duologue.people.doors import for_partner
from duologue.privacy.once import OnceForm


@for_partner
def dialogue(request: HttpRequest) -> HttpResponse:
    form = OnceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.hold_dialogue(
            token=form.cleaned_data["once"], by=request.partner, at=timezone.now()
        )
        messages.success(request, "Noted that you had it. What you said stays between you.")
        return redirect("integration-dialogue")
    held = list(request.partner.couple.dialogues_held.all()[:10])
    return render(request, "integration/dialogue.html", {"turns": turns(), "held": held})


@for_partner
def turn(request: HttpRequest, number: int) -> HttpResponse:
    count = len(turns())
    if not 1 <= number <= count:
        raise Http404
    page = {"turn": turns()[number - 1], "number": number, "count": count, "form": OnceForm()}
    return render(request, "integration/turn.html", page)
