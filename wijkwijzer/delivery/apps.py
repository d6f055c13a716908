from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class DeliveryConfig(AppConfig):
    name = "wijkwijzer.delivery"
    label = "delivery"
    verbose_name = "Levering"

    def ready(self) -> None:
        from .page_cache.watching import watch
        from .transactions import mark_refusals

        mark_refusals()

        def after_migrating(using: str, **_others: Any) -> None:
            if using == "default":
                watch()

        post_migrate.connect(after_migrating, sender=self, weak=False)
