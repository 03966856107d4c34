"""Private questions open once the agreement on what stays private is signed."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from duologue.people.models import Partner
from duologue.sharing.secrets.queries import may_begin

View = Callable[..., HttpResponse]


def not_yet(request: HttpRequest, partner: Partner) -> HttpResponse | None:
    """The page that says what comes first, the same for both of a couple; None once all is signed."""
    if may_begin(partner):
        return None
    own = request.user.is_authenticated
    page = "sharing/not_yet.html" if own else "sharing/not_yet_here.html"
    return render(request, page, status=200 if request.method == "GET" else 409)


def after_both_signed(view: View) -> View:
    """Behind `for_partner`: the view runs only once the agreement holds."""

    @wraps(view)
    def inner(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        return not_yet(request, request.partner) or view(request, *args, **kwargs)  # type: ignore[attr-defined]

    return inner
