from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_delete, post_migrate, post_save


class DeliveryConfig(AppConfig):
    name = "wijkwijzer.delivery"
    label = "delivery"
    verbose_name = "Levering"

    def ready(self) -> None:
        from django.conf import settings
        from wagtail.models import Site

        from wijkwijzer.schedule import readiness

        from .connections import tell_each
        from .health import migrations_are_applied
        from .page_cache.versions import site_changed
        from .page_cache.watching import watch
        from .slow_queries import watch_all
        from .transactions import mark_refusals

        mark_refusals()
        readiness.register("migrations", migrations_are_applied)
        watch_all()
        tell_each()
        if settings.SENTRY_DSN:
            # Only then: the package is an extra.
            from . import sentry

            sentry.start(settings.SENTRY_DSN)

        def after_migrating(using: str, **_others: Any) -> None:
            if using == "default":
                watch()

        for signal in (post_save, post_delete):
            signal.connect(site_changed, sender=Site)
        post_migrate.connect(after_migrating, sender=self, weak=False)
