from django.urls import path

from duologue.dosing import views
from duologue.dosing.administration.views import administration, dose_correction
from duologue.dosing.checks.views import check_correction, checks
from duologue.dosing.discharge.views import discharge
from duologue.dosing.gate.views import gate, gate_second, room
from duologue.dosing.ledger.views import lot, stock
from duologue.dosing.observations.views import correction, observations
from duologue.dosing.orders.views import cancellation, order

session = "team/sessions/<uuid:session_id>/"
place = session + "<uuid:partner_id>/"
orders = "team/partners/<uuid:partner_id>/orders/"
urlpatterns = [
    path(session, views.session, name="dosing-session"),
    path(session + "record/", views.sheets, name="dosing-record"),
    path(session + "record/<uuid:partner_id>/", views.sheets, name="dosing-record-of"),
    path(place + "checks/", checks, name="dosing-checks"),
    path(
        place + "checks/<uuid:check_id>/correction/",
        check_correction,
        name="dosing-check-correction",
    ),
    path(place + "administration/", administration, name="dosing-administration"),
    path(
        place + "administration/<uuid:dose_id>/correction/",
        dose_correction,
        name="dosing-dose-correction",
    ),
    path(place + "gate/", gate, name="dosing-gate"),
    path(place + "gate/<uuid:ruling_id>/second/", gate_second, name="dosing-gate-second"),
    path(session + "room/", room, name="dosing-room"),
    path(place + "observations/", observations, name="dosing-observations"),
    path(
        place + "observations/<uuid:observation_id>/correction/",
        correction,
        name="dosing-correction",
    ),
    path(place + "discharge/", discharge, name="dosing-discharge"),
    path(orders + "new/", order, name="dosing-order"),
    path(orders + "<uuid:order_id>/cancellation/", cancellation, name="dosing-order-cancellation"),
    path("team/stock/", stock, name="stock"),
    path("team/stock/<uuid:lot_id>/", lot, name="stock-lot"),
]
