from django.urls import path

from duologue.followup import views

COUPLE = "team/couples/<uuid:couple_id>/"

urlpatterns = [
    path(COUPLE + "closing/", views.closing, name="followup-closing"),
    path(COUPLE + "closing/preview/", views.preview, name="followup-closing-preview"),
    path(COUPLE + "closing/end/", views.course_end, name="followup-course-end"),
    path(COUPLE + "closing/<uuid:copy_id>/", views.team_copy, name="followup-team-copy"),
    path(COUPLE + "plan/", views.plan, name="followup-plan"),
    path("my-room/letters/", views.own_copies, name="followup-own-copies"),
    path("my-room/letters/<uuid:copy_id>/", views.own_copy, name="followup-own-copy"),
    path("our-room/plan/", views.our_plan, name="followup-our-plan"),
]
