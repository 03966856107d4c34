from django.urls import path

from duologue.consent import team, views

ONE = "my-room/papers/<uuid:page>/"
TEAM = "team/partners/<uuid:partner_id>/consents/"

urlpatterns = [
    path("my-room/papers/", views.consents, name="consents"),
    path(
        "my-room/papers/signed/<uuid:signature_id>/",
        views.signed_paper,
        name="consent-signed-paper",
    ),
    path(ONE, views.document, name="consent-document"),
    path(ONE + "questions/", views.questions, name="consent-questions"),
    path(ONE + "choices/", views.choices, name="consent-choices"),
    path(ONE + "paper/", views.paper_to_sign, name="consent-paper"),
    path(ONE + "signature/", views.sign, name="consent-sign"),
    path(ONE + "more/", views.withdrawal, name="consent-withdrawal"),
    path(TEAM, team.consents, name="consent-partner"),
    path(
        TEAM + "<uuid:signature_id>/countersignature/",
        team.countersignature,
        name="consent-countersign",
    ),
    path(TEAM + "<uuid:signature_id>/paper/", team.paper, name="consent-partner-paper"),
]
