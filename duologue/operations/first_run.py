"""Until there is a clinic, every address leads to the page that sets it up."""

import os
from collections.abc import Callable
from zoneinfo import ZoneInfo

from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from duologue.people.models import Clinic
from duologue.people.queries import clinic

SETUP_CODE = "DUOLOGUE_SETUP_CODE"
OPEN_BEFORE = ("/setup/", "/static/", "/health/")


class FirstRunMiddleware:
    """In use only while the process was started for a clinic that does not exist yet."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        if not os.environ.get(SETUP_CODE):
            raise MiddlewareNotUsed
        self.get_response = get_response
        self.clinic: Clinic | None = None

    def __call__(self, request: HttpRequest) -> HttpResponse:
        self.clinic = self.clinic or clinic()
        if self.clinic is None:
            if request.path.startswith(OPEN_BEFORE):
                return self.get_response(request)
            return redirect("setup")
        # From the next start on this is the process's own time zone.
        with timezone.override(ZoneInfo(self.clinic.time_zone)):
            return self.get_response(request)
