from django.urls import path

from duologue.enquiry import views

urlpatterns = [
    path("", views.first_page, name="enquiry"),
    path("evidence/", views.evidence, name="evidence"),
    path("what-it-is/", views.what_it_is, name="what-it-is"),
    path("fit/", views.fit, name="fit"),
    path("fit/call/", views.call, name="enquiry-call"),
    path("fit/call/sent/", views.sent, name="enquiry-sent"),
    path("team/enquiries/", views.enquiries, name="enquiries"),
    path("team/enquiries/<uuid:enquiry_id>/", views.enquiry, name="enquiry-read"),
]
