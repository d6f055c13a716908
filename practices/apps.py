from django.apps import AppConfig


class PracticesConfig(AppConfig):
    name = "practices"
    label = "practices"
    verbose_name = "Praktijk"
