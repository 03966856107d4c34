from django.urls import path

from duologue.preparation import team, views

urlpatterns = [
    path("my-room/lessons/", views.lessons, name="preparation-lessons"),
    path("my-room/lessons/<uuid:page>/", views.lesson, name="preparation-lesson"),
    path("my-room/intentions/", views.intentions, name="preparation-intentions"),
    path("my-room/intentions/<uuid:intention_id>/", views.intention, name="preparation-intention"),
    path(
        "my-room/intentions/<uuid:intention_id>/away/",
        views.intention_away,
        name="preparation-intention-away",
    ),
    path(
        "my-room/intentions/<uuid:intention_id>/release/",
        views.intention_release,
        name="preparation-intention-release",
    ),
    path("my-room/shared/<uuid:release_id>/", views.take_back, name="preparation-take-back"),
    path("my-room/the-day/", views.day, name="preparation-day"),
    path("our-room/pattern/", views.our_pattern, name="preparation-our-pattern"),
    path("team/couples/<uuid:couple_id>/readiness/", team.readiness, name="preparation-readiness"),
    path("team/couples/<uuid:couple_id>/pattern/", team.pattern, name="preparation-pattern"),
]
