from django.urls import path

from duologue.operations.health import health
from duologue.operations.views import setup

urlpatterns = [
    path("health/", health, name="health"),
    path("setup/", setup, name="setup"),
]
