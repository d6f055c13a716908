from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "wijkwijzer.demo"
    label = "demo"
    verbose_name = "Voorbeeldsite"
