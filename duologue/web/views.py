"""The page of components, and what is said when a page cannot be shown."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from duologue.web import samples


def not_found(request: HttpRequest, exception: object = None) -> HttpResponse:
    """The same page for what does not exist and for what is somebody else's."""
    return render(request, "404.html", status=404)


def bad_request(request: HttpRequest, exception: object = None) -> HttpResponse:
    return render(request, "400.html", status=400)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that lay open too long, or came from elsewhere."""
    return render(request, "403_csrf.html", status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    """Says so without the request: whatever failed may fail again."""
    return HttpResponse(render_to_string("500.html"), status=500)


def design(request: HttpRequest) -> HttpResponse:
    """Every component in both themes and every state; only in a demonstration."""
    if not (settings.DUOLOGUE_DEMO or settings.DEBUG):
        raise Http404
    return render(request, "web/design.html", samples.page())
