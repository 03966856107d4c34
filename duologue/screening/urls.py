from django.urls import path

from duologue.screening import team, views

TEAM = "team/partners/<uuid:partner_id>/"

urlpatterns = [
    path("my-room/about-me/", views.overview, name="screening-history"),
    path("my-room/about-me/<int:number>/", views.screen, name="screening-history-screen"),
    path(TEAM + "screening/", team.partner, name="screening-partner"),
    path(TEAM + "vitals/new/", team.vitals, name="screening-vitals"),
    path(TEAM + "clearance/", team.clearance, name="screening-clearance"),
    path(
        TEAM + "clearance/<uuid:clearance_id>/revocation/",
        team.revocation,
        name="screening-revocation",
    ),
    path(
        "team/couples/<uuid:couple_id>/suitability/", team.suitability, name="screening-suitability"
    ),
]
