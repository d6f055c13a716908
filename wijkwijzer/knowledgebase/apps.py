from django.apps import AppConfig


class KnowledgebaseConfig(AppConfig):
    name = "wijkwijzer.knowledgebase"
    label = "knowledgebase"
    verbose_name = "Kennisbank"
