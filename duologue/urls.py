from django.conf import settings
from django.urls import include, path

urlpatterns = [
    path("accounts/", include("duologue.people.accounts")),
    *[path("", include(f"duologue.{room}.urls")) for room in settings.ROOMS],
]

handler400 = "duologue.web.views.bad_request"
handler403 = "duologue.web.views.not_found"
handler403 = "duologue.web.views.not_found"
handler404 = "duologue.web.views.not_found"
handler500 = "duologue.web.views.server_error"
