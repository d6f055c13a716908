from django.apps import AppConfig
from django.db.models.signals import post_migrate

from .group_permissions import grant_to_stock_groups


class PagesConfig(AppConfig):
    name = "wijkwijzer.pages"
    label = "pages"
    verbose_name = "Pagina’s"

    def ready(self) -> None:
        post_migrate.connect(grant_to_stock_groups, sender=self, dispatch_uid="pages.grant_to_stock_groups")
