from django.urls import path

from duologue.audit import views

looks = "team/partners/<uuid:partner_id>/who-looked/"
urlpatterns = [
    path(looks, views.looks, name="audit-looks"),
    path(looks + "print/", views.looks_print, name="audit-looks-print"),
    path("team/log/", views.heads, name="audit-heads"),
]
