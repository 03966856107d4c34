from django.urls import path

from duologue.safety import views
from duologue.safety.access import views as access

urlpatterns = [
    path("help-now/", views.help_now, name="help-now"),
    path("help/", views.help_now),
    path("team/alerts/", views.alerts, name="alerts"),
    path("team/alerts/<uuid:alert_id>/", views.alert, name="alert"),
    path("team/alerts/access/<uuid:access_id>/", access.access, name="alert-access"),
    path(
        "team/partners/<uuid:partner_id>/adverse-events/",
        views.adverse_events,
        name="adverse-events",
    ),
    path(
        "team/partners/<uuid:partner_id>/adverse-events/new/",
        views.adverse_event_new,
        name="adverse-event-new",
    ),
    path(
        "team/partners/<uuid:partner_id>/adverse-events/<uuid:event_id>/outcome/",
        views.adverse_event_outcome,
        name="adverse-event-outcome",
    ),
]
