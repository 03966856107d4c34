from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from duologue.people.doors import for_team
from duologue.people.rules import NotAllowed
from duologue.safety.access import actions, queries
from duologue.safety.access.forms import MeantForm
from duologue.safety.access.models import AccessAlert
from duologue.safety.loader import kind


@for_team()
def access(request: HttpRequest, access_id: UUID) -> HttpResponse:
    """Somebody was let in, or signs in otherwise: say whether that was meant."""
    now = timezone.now()
    try:
        read = queries.access_alert_for(request.user, access_id, now)  # type: ignore[arg-type]
    except AccessAlert.DoesNotExist as missing:
        raise Http404 from missing
    form = MeantForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.answer_if_meant(
                alert=get_object_or_404(AccessAlert, id=read.id), **form.cleaned_data,
                by=request.user, at=now,
            )  # fmt: skip
        except NotAllowed as no:
            messages.error(request, str(no))
        else:
            messages.success(request, "Kept.")
        return redirect("alerts")
    page = {"alert": read, "form": form, "kind": kind("access")}
    return render(request, "safety/access.html", page, status=422 if form.errors else 200)
