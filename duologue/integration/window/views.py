from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from duologue.integration.window import actions
from duologue.integration.window.loader import written
from duologue.integration.window.queries import last_session, window_for
from duologue.people.doors import for_partner
from duologue.preparation.forms import WordsForm
from duologue.sharing.doors import after_both_signed


@for_partner
@after_both_signed
def after_session(request: HttpRequest) -> HttpResponse:
    """The days after the last session: where we are, and what is asked now."""
    now = timezone.now()
    session_at = last_session(request.partner, now)
    if session_at is None:
        return render(request, "integration/after_session.html", {"window": None})
    window = window_for(session_at, now)
    told = {row.moment: row for row in request.partner.after_sessions.filter(session_at=session_at)}
    asked = []
    for moment in written().asked:
        row = told.get(moment.id)
        sent = request.method == "POST" and request.POST.get("moment") == moment.id
        # Words sent just after a moment closed are still taken.
        is_open = sent or moment in window.asked_now
        form = WordsForm(
            request.POST if sent else None,
            initial={"text": row.text if row else ""},
            auto_id=f"id_{moment.id}_%s",
        )
        if sent and form.is_valid():
            actions.tell_after_session(
                session_at=session_at, moment=moment.id, text=form.cleaned_data["text"],
                by=request.partner, at=now,
            )  # fmt: skip
            messages.success(request, "Kept. Only you can read it.")
            return redirect("integration-after")
        asked.append((moment, form if is_open else None, row))
    return render(request, "integration/after_session.html", {"window": window, "asked": asked})
