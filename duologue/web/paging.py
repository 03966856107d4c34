"""Which page of a long list an address asks for."""

from django.http import HttpRequest

FARTHEST = 10_000


def page_asked(request: HttpRequest) -> int:
    """The number after `?page=`; 1 for anything that is none, and no farther than the database counts."""
    asked = request.GET.get("page", "1")
    return min(max(1, int(asked)), FARTHEST) if asked.isdecimal() and len(asked) < 9 else 1
