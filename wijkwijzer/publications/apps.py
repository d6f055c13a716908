from django.apps import AppConfig


class PublicationsConfig(AppConfig):
    name = "wijkwijzer.publications"
    label = "publications"
    verbose_name = "Publicaties"
