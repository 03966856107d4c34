from django.urls import path

from duologue.record.bringing import views as bringing
from duologue.record.disclosure import team as papers
from duologue.record.disclosure import views as disclosure
from duologue.record.erasure import views as erasure
from duologue.record.separation import views as separation

OURS, MINE = "our-room/copies/", "my-room/copies/"
COUPLE, PARTNER = "team/couples/<uuid:couple_id>/", "team/partners/<uuid:partner_id>/"
ONE = "<uuid:paper_id>/"

urlpatterns = [
    path("my-room/end/", erasure.mine, name="record-my-erasure"),
    path(PARTNER + "erasure/", erasure.of_partner, name="record-erasure"),
    path(COUPLE + "separation/", separation.separation, name="record-separation"),
    path(PARTNER + "told-alone/", bringing.matters, name="record-matters"),
    path(PARTNER + "told-alone/<uuid:matter_id>/", bringing.matter, name="record-matter"),
    path(
        PARTNER + "told-alone/brought/<uuid:brought_id>/",
        bringing.take_back,
        name="record-brought-back",
    ),
    path(OURS, disclosure.ours, name="record-our-papers"),
    path(OURS + ONE, disclosure.one_of_ours, name="record-our-paper"),
    path(OURS + ONE + "paper/", disclosure.our_paper, name="record-our-paper-pdf"),
    path(MINE, disclosure.mine, name="record-my-papers"),
    path(MINE + ONE, disclosure.one_of_mine, name="record-my-paper"),
    path(MINE + ONE + "paper/", disclosure.my_paper, name="record-my-paper-pdf"),
    path(COUPLE + "copies/", papers.of_couple, name="record-couple-papers"),
    path(COUPLE + "copies/" + ONE, papers.one_of_couple, name="record-couple-paper"),
    path(COUPLE + "copies/" + ONE + "paper/", papers.pdf_of_couple, name="record-couple-paper-pdf"),
    path(PARTNER + "copies/", papers.of_partner, name="record-partner-papers"),
    path(PARTNER + "copies/" + ONE, papers.one_of_partner, name="record-partner-paper"),
    path(
        PARTNER + "copies/" + ONE + "paper/", papers.pdf_of_partner, name="record-partner-paper-pdf"
    ),
]
