from django.urls import path

from duologue.integration.agreements import views as agreements
from duologue.integration.checkin import views as checkin
from duologue.integration.dialogue import views as dialogue
from duologue.integration.insights import views as insights
from duologue.integration.pattern import views as pattern
from duologue.integration.practices import views as practices
from duologue.integration.window import views as window

MINE, OURS = "my-room/", "our-room/"
ONE_INSIGHT = MINE + "insights/<uuid:insight_id>/"
ONE_PRACTICE = MINE + "practices/<uuid:practice_id>/"
ONE_AGREEMENT = OURS + "agreements/<uuid:agreement_id>/"

urlpatterns = [
    path(MINE + "note/", insights.note, name="integration-note"),
    path(MINE + "insights/", insights.insights, name="integration-insights"),
    path(ONE_INSIGHT, insights.insight, name="integration-insight"),
    path(ONE_INSIGHT + "away/", insights.insight_away, name="integration-insight-away"),
    path(ONE_INSIGHT + "release/", insights.insight_release, name="integration-insight-release"),
    path(MINE + "practices/", practices.practices, name="integration-practices"),
    path(ONE_PRACTICE + "day/", practices.practice_day, name="integration-practice-day"),
    path(ONE_PRACTICE + "end/", practices.practice_end, name="integration-practice-end"),
    path(MINE + "check-in/", checkin.checkin, name="integration-checkin"),
    path(MINE + "pattern-today/", pattern.pattern_seen, name="integration-pattern-seen"),
    path(MINE + "days/", window.after_session, name="integration-after"),
    path(OURS + "dialogue/", dialogue.dialogue, name="integration-dialogue"),
    path(OURS + "dialogue/<int:number>/", dialogue.turn, name="integration-dialogue-turn"),
    path(OURS + "agreements/", agreements.agreements, name="integration-agreements"),
    path(ONE_AGREEMENT + "acceptance/", agreements.acceptance, name="integration-acceptance"),
    path(ONE_AGREEMENT + "end/", agreements.agreement_end, name="integration-agreement-end"),
]
