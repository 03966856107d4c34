from django.urls import path

from duologue.overview import emergency, team, views

urlpatterns = [
    path("today/", views.today, name="today"),
    path("journey/", views.journey, name="journey"),
    path("my-room/", views.my_room, name="my-room"),
    path("our-room/", views.our_room, name="our-room"),
    path("my-room/questions/<uuid:page>/", views.begin_questions, name="measures-start"),
    path("team/day/", team.my_day, name="my-day"),
    path("team/caseload/", team.caseload, name="caseload"),
    path("team/couples/new/", team.new_couple, name="couple-new"),
    path("team/couples/<uuid:couple_id>/", team.couple, name="couple"),
    path("team/couples/<uuid:couple_id>/course/", team.course, name="couple-course"),
    path("team/couples/<uuid:couple_id>/course/start/", team.start_course, name="course-start"),
    path("team/couples/<uuid:couple_id>/step/", team.step, name="couple-step"),
    path("team/partners/<uuid:partner_id>/", team.partner, name="partner"),
    path("team/emergency/", emergency.emergency, name="emergency"),
    path("team/emergency/<uuid:grant_id>/", emergency.emergency_record, name="emergency-record"),
    path(
        "team/emergency/<uuid:grant_id>/review/",
        emergency.emergency_review,
        name="emergency-review",
    ),
]
