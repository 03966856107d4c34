from django.conf import settings
from django.urls import path

from duologue.web import views

urlpatterns = (
    [path("design", views.design, name="design")]
    if settings.DUOLOGUE_DEMO or settings.DEBUG
    else []
)
