from django.urls import path

from duologue.demo import views

urlpatterns = [
    path("demo/", views.demo, name="demo"),
    path("demo/<slug:key>/", views.one_card, name="demo-card"),
]
