from django.urls import path

from duologue.workshops import views

one = "team/cohorts/<uuid:cohort_id>/"
urlpatterns = [
    path("team/cohorts/", views.cohorts, name="cohorts"),
    path(one, views.cohort, name="cohort"),
    path(one + "members/", views.members, name="cohort-members"),
    path(one + "timetable/", views.timetable, name="cohort-timetable"),
    path(one + "bookings/", views.bookings, name="cohort-bookings"),
]
