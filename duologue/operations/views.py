import os

from allauth.account.internal.flows.login import record_authentication
from django.contrib import messages
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters

from duologue.operations.actions import open_first_clinic
from duologue.operations.first_run import SETUP_CODE
from duologue.operations.forms import SetupForm
from duologue.people.queries import clinic


@sensitive_post_parameters("password", "code")
def setup(request: HttpRequest) -> HttpResponse:
    """The first run: name the clinic and make the first account."""
    if not os.environ.get(SETUP_CODE):
        raise Http404
    if clinic() is not None:
        return redirect("account_login")
    form = SetupForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        fields = {name: value for name, value in form.cleaned_data.items() if name != "code"}
        person = open_first_clinic(**fields, at=timezone.now())
        if person is None:
            return redirect("account_login")
        login(request, person)
        record_authentication(request, person, "password", reauthenticated=True)
        messages.success(request, f"{fields['name']} is open, and you are signed in.")
        return redirect("mfa_index")
    return render(request, "operations/setup.html", {"form": form})
