from django.apps import AppConfig


class TaxonomyConfig(AppConfig):
    name = "wijkwijzer.taxonomy"
    label = "taxonomy"
    verbose_name = "Thema’s en begrippen"
