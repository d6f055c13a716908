from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "wijkwijzer.search"
    label = "search"
    verbose_name = "Zoeken"
