from django.urls import path

from duologue.people import team_views, views, ways_in

urlpatterns = [
    path("home/", views.home, name="home"),
    path("invitation/<str:token>/", views.invitation, name="people-invitation"),
    path("team/people/", team_views.people, name="people"),
    path("team/people/<uuid:person_id>/", team_views.person, name="people-person"),
    path(
        "team/people/<uuid:person_id>/second-factor/",
        team_views.second_factor_reset,
        name="people-second-factor",
    ),
    path("team/people/<uuid:person_id>/address/", team_views.address, name="people-address"),
    path("team/roles/offered/<uuid:offer_id>/", team_views.role_offer, name="people-role-offer"),
    path("team/roles/<uuid:role_id>/end/", team_views.role_end, name="people-role-end"),
    path(
        "team/invitations/<uuid:invitation_id>/again/",
        ways_in.invitation_again,
        name="people-invitation-again",
    ),
    path(
        "team/invitations/<uuid:invitation_id>/link/",
        ways_in.invitation_link,
        name="people-invitation-link",
    ),
    path(
        "team/invitations/<uuid:invitation_id>/withdraw/",
        ways_in.invitation_withdraw,
        name="people-invitation-withdraw",
    ),
    path(
        "team/couples/<uuid:couple_id>/people/",
        team_views.couple_people_page,
        name="couple-people",
    ),
    path(
        "team/couples/<uuid:couple_id>/people/other/",
        team_views.other_partner,
        name="people-other-partner",
    ),
    path(
        "team/couples/<uuid:couple_id>/people/<uuid:partner_id>/invitation/",
        ways_in.partner_invitation,
        name="people-partner-invitation",
    ),
    path(
        "team/couples/<uuid:couple_id>/people/<uuid:partner_id>/code/",
        ways_in.sign_in_code,
        name="people-code-in-person",
    ),
    path("team/couples/<uuid:couple_id>/care-team/", team_views.care_team, name="people-care-team"),
    path(
        "team/couples/<uuid:couple_id>/care-team/<uuid:member_id>/end/",
        team_views.care_end,
        name="people-care-end",
    ),
]
