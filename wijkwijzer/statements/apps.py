from django.apps import AppConfig


class StatementsConfig(AppConfig):
    name = "wijkwijzer.statements"
    label = "statements"
    verbose_name = "Verklaringen"
