from django.urls import path

from duologue.sharing.secrets import views

urlpatterns = [
    path("team/couples/<uuid:couple_id>/secrets/", views.secrets, name="sharing-secrets"),
]
