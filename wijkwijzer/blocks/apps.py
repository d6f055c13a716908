from django.apps import AppConfig


class BlocksConfig(AppConfig):
    name = "wijkwijzer.blocks"
    label = "blocks"
    verbose_name = "Blokken"
