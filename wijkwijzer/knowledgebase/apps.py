from django.apps import AppConfig
from django.db.models.signals import post_migrate


class KnowledgebaseConfig(AppConfig):
    name = "wijkwijzer.knowledgebase"
    label = "knowledgebase"
    verbose_name = "Kennisbank"

    def ready(self) -> None:
        from .group_permissions import grant_to_stock_groups

        post_migrate.connect(grant_to_stock_groups, sender=self, dispatch_uid="knowledgebase.grant_to_stock_groups")
