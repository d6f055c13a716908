from django.apps import AppConfig


class DeliveryConfig(AppConfig):
    name = "wijkwijzer.delivery"
    label = "delivery"
    verbose_name = "Levering"
