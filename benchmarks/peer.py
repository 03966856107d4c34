"""The program's addresses and one more: a page that asks one small question and says "ok"."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from duologue.people.models import Clinic


def peer(request: HttpRequest) -> HttpResponse:
    return HttpResponse(f"ok, {Clinic.objects.values_list('name', flat=True).first()}")


urlpatterns = [path("peer/", peer), path("", include("duologue.urls"))]
