from django.apps import AppConfig


class MunicipalitiesConfig(AppConfig):
    name = "wijkwijzer.municipalities"
    label = "municipalities"
    verbose_name = "Gemeenten"
