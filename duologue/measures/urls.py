from django.urls import path

from duologue.measures import entering, views
from duologue.measures.sealed import views as sealed

urlpatterns = [
    path("a/", views.code, name="measures-code"),
    path("a/<str:token>/", views.link, name="measures-link"),
    path("my-room/answers/", views.answers, name="measures-answers"),
    path("my-room/answers/<uuid:page>/", views.result, name="measures-result"),
    path("questions/<uuid:response_id>/", views.review, name="measures-review"),
    path("questions/<uuid:response_id>/done/", views.done, name="measures-done"),
    path("questions/<uuid:response_id>/<int:number>/", views.item, name="measures-item"),
    path(
        "team/partners/<uuid:partner_id>/paper/<slug:instrument_id>/",
        entering.paper,
        name="measures-paper",
    ),
    path("team/partners/<uuid:partner_id>/hand-out/", entering.hand_out, name="measures-hand-out"),
    path("team/partners/<uuid:partner_id>/measures/", entering.measures, name="measures-partner"),
    path("team/partners/<uuid:partner_id>/sealed/", sealed.sealed, name="measures-sealed"),
    path(
        "team/partners/<uuid:partner_id>/sealed/access/",
        sealed.access,
        name="measures-sealed-access",
    ),
    path(
        "team/partners/<uuid:partner_id>/sealed/<uuid:sealed_id>/",
        sealed.reading,
        name="measures-sealed-reading",
    ),
    path(
        "team/partners/<uuid:partner_id>/sealed/<uuid:sealed_id>/finding/",
        sealed.finding,
        name="measures-sealed-finding",
    ),
    path("team/sealed/back/", sealed.win_back, name="measures-sealed-back"),
    path("team/held/", entering.held, name="measures-held"),
    path("team/held/<uuid:held_id>/", entering.resolve, name="measures-resolve"),
]
