from django.apps import AppConfig


class PortraitsConfig(AppConfig):
    name = "portraits"
    label = "portraits"
    verbose_name = "Portretten"
