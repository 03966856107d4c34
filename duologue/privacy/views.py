from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.csrf import csrf_exempt

LEFT = "left"  # the cookie that the script sets at the press of "Leave now"


@csrf_exempt
def leave(request: HttpRequest) -> HttpResponse:
    """Quick exit: end the session and land on a page that says nothing about this one.

    A plain link works as well as the button, also without scripts or a token: the worst a
    stranger's page can do with this address is to sign somebody out.
    """
    logout(request)
    response = HttpResponseRedirect(settings.DUOLOGUE_NEUTRAL_ADDRESS)
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    for cookie in (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, "messages", LEFT):
        response.delete_cookie(cookie)
    return response
