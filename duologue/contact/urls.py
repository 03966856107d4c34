from django.conf import settings
from django.urls import path

from duologue.contact import views

urlpatterns = [
    path("my-room/contact/", views.safe_contact, name="contact-safe"),
    path("my-room/contact/done/", views.still_right, name="contact-still-right"),
    path("my-room/messages/", views.my_messages, name="contact-messages"),
    path("team/messages/", views.team_messages, name="messages"),
    path(
        "team/partners/<uuid:partner_id>/messages/",
        views.partner_messages,
        name="contact-partner-messages",
    ),
    path("team/partners/<uuid:partner_id>/notice/", views.notice, name="contact-notice"),
]
if settings.DUOLOGUE_DEMO:
    urlpatterns.append(path("demo/outbox/", views.outbox, name="outbox"))
