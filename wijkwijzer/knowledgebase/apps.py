from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate


class KnowledgebaseConfig(AppConfig):
    name = "wijkwijzer.knowledgebase"
    label = "knowledgebase"
    verbose_name = "Kennisbank"

    def ready(self) -> None:
        from .group_permissions import grant_to_stock_groups
        from .wording import name_workflow_in_dutch

        # The signal is only sent for apps with models, which this room has none of.
        sender = apps.get_app_config("pages")
        post_migrate.connect(grant_to_stock_groups, sender=sender, dispatch_uid="knowledgebase.grant_to_stock_groups")
        post_migrate.connect(name_workflow_in_dutch, sender=sender, dispatch_uid="knowledgebase.name_workflow_in_dutch")
