from django.apps import AppConfig


class TaxonomyConfig(AppConfig):
    name = "wijkwijzer.taxonomy"
    label = "taxonomy"
    verbose_name = "Thema’s en begrippen"

    def ready(self) -> None:
        from . import widgets  # noqa: F401 (tells Wagtail how themes are chosen)
