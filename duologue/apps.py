from django.apps import AppConfig


class Duologue(AppConfig):
    name = "duologue"

    def ready(self) -> None:
        from duologue.when.connect import connect

        connect()
