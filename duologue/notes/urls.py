from django.urls import path

from duologue.notes import views

one = "team/notes/<uuid:note_id>/"
urlpatterns = [
    path("team/notes/", views.notes, name="notes"),
    path("team/notes/new/", views.begin, name="notes-new"),
    path(one, views.note, name="notes-note"),
    path(one + "draft/", views.draft, name="notes-draft"),
    path(one + "signature/", views.signature, name="notes-signature"),
    path(one + "addendum/", views.addendum, name="notes-addendum"),
    path(one + "print/", views.sheet, name="notes-print"),
]
