"""Until there is a clinic, every address leads to the page that sets it up."""

import os
from collections.abc import Callable

from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from duologue.people.queries import clinic

SETUP_CODE = "DUOLOGUE_SETUP_CODE"
OPEN_BEFORE = ("/setup/", "/static/", "/health/")


class FirstRunMiddleware:
    """In use only while the process was started for a clinic that does not exist yet."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        if not os.environ.get(SETUP_CODE):
            raise MiddlewareNotUsed
        self.get_response = get_response
        self.clinic_exists = False

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not self.clinic_exists and not request.path.startswith(OPEN_BEFORE):
            self.clinic_exists = clinic() is not None
            if not self.clinic_exists:
                return redirect("setup")
        return self.get_response(request)
