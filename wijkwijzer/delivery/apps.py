from django.apps import AppConfig


class DeliveryConfig(AppConfig):
    name = "wijkwijzer.delivery"
    label = "delivery"
    verbose_name = "Levering"

    def ready(self) -> None:
        from .transactions import mark_refusals

        mark_refusals()
