from django.apps import AppConfig


class StyleGuideConfig(AppConfig):
    name = "wijkwijzer.styleguide"
    label = "styleguide"
    verbose_name = "Stijlgids"
