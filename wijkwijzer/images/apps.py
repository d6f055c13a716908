from django.apps import AppConfig


class ImagesConfig(AppConfig):
    name = "wijkwijzer.images"
    label = "images"
    verbose_name = "Afbeeldingen"

    def ready(self) -> None:
        from . import uploads  # noqa: F401 (connects its receiver; models exist only now)
