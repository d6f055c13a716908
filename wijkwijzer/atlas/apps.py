from django.apps import AppConfig


class AtlasConfig(AppConfig):
    name = "wijkwijzer.atlas"
    label = "atlas"
    verbose_name = "Gemeenten op de site"
