from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "wijkwijzer.pages"
    label = "pages"
    verbose_name = "Pagina’s"
