from django.urls import path

from duologue.privacy import views
from duologue.privacy.keys import views as keys

urlpatterns = [
    path("leave/", views.leave, name="leave"),
    path("team/escrow/", keys.escrow, name="privacy-escrow"),
    path("team/escrow/share/", keys.share, name="privacy-share"),
]
