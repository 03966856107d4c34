from django.apps import AppConfig


class Web(AppConfig):
    name = "duologue.web"
    label = "web"
