from django.urls import path

from duologue.web import views

urlpatterns = [path("design/", views.design, name="design")]
