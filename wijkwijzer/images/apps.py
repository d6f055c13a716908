from django.apps import AppConfig


class ImagesConfig(AppConfig):
    name = "wijkwijzer.images"
    label = "images"
    verbose_name = "Afbeeldingen"
