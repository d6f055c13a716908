from django.apps import AppConfig


class DossiersConfig(AppConfig):
    name = "wijkwijzer.dossiers"
    label = "dossiers"
    verbose_name = "Dossiers"
