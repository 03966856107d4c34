from django.http import HttpRequest
from django.utils.crypto import salted_hmac


def tab_mark(request: HttpRequest) -> str:
    """Tells one sign-in from the next in a browser's tab, and nobody whose it is; empty without one.

    Words typed and not yet sent are kept in the tab under it: whoever signs in next has another.
    """
    person, session = getattr(request, "user", None), getattr(request, "session", None)
    if person is None or not person.is_authenticated or not session or not session.session_key:
        return ""
    return salted_hmac("duologue.tab", session.session_key).hexdigest()[:20]
