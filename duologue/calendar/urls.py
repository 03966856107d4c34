from django.urls import path

from duologue.calendar import views

one = "team/appointments/<uuid:appointment_id>/"
urlpatterns = [
    path("team/calendar/", views.calendar, name="calendar"),
    path("team/calendar/rooms/", views.rooms, name="calendar-rooms"),
    path(
        "team/calendar/rooms/<uuid:room_id>/closure/",
        views.room_closure,
        name="calendar-room-closure",
    ),
    path("team/calendar/feed/", views.team_feed, name="calendar-feed"),
    path("team/couples/<uuid:couple_id>/appointments/new/", views.book, name="calendar-book"),
    path(one, views.appointment, name="calendar-appointment"),
    path(one + "time/", views.move, name="calendar-move"),
    path(one + "cancellation/", views.cancel, name="calendar-cancellation"),
    path(one + "attendance/", views.attendance, name="calendar-attendance"),
    path("my-room/appointments/", views.my_appointments, name="my-appointments"),
    path("my-room/appointments/feed/", views.my_feed, name="my-feed"),
    path("feeds/<str:token>.ics", views.ics, name="calendar-ics"),
]
