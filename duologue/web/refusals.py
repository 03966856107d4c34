"""A page opened in a way it is not made for: said in words, not with a blank."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render

from duologue.people.parting import Parted
from duologue.web.views import bad_request


class RefusalsMiddleware:
    """After a reload or a sign-in in between, a browser asks for an address that only takes forms."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "%00" in request.META.get("QUERY_STRING", ""):
            return bad_request(request)  # no name and no number has it, and PostgreSQL refuses it
        response = self.get_response(request)
        if not isinstance(response, HttpResponseNotAllowed) or response.content:
            return response
        kind = render(request, "405.html", status=405)
        kind.headers["Allow"] = response.headers["Allow"]
        return kind

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, Parted):
            return None
        own = getattr(request, "partner", None)
        page = "people/parted.html" if own else "people/parted_team.html"
        return render(request, page, status=409)
