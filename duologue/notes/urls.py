from django.urls import path

from duologue.notes import views
from duologue.notes.own import views as own

one = "team/notes/<uuid:note_id>/"
mine = "team/notes/own/"
urlpatterns = [
    path("team/notes/", views.notes, name="notes"),
    path("team/notes/new/", views.begin, name="notes-new"),
    path(mine, own.own_notes, name="notes-own"),
    path(mine + "new/", own.new, name="notes-own-new"),
    path(mine + "<uuid:own_note_id>/", own.own_note, name="notes-own-note"),
    path(mine + "<uuid:own_note_id>/destruction/", own.destruction, name="notes-own-destruction"),
    path(one, views.note, name="notes-note"),
    path(one + "draft/", views.draft, name="notes-draft"),
    path(one + "signature/", views.signature, name="notes-signature"),
    path(one + "addendum/", views.addendum, name="notes-addendum"),
    path(one + "print/", views.sheet, name="notes-print"),
]
