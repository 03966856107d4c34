from django.urls import path

from duologue.privacy import views

urlpatterns = [path("leave/", views.leave, name="leave")]
