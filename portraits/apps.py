from django.apps import AppConfig


class PortraitsConfig(AppConfig):
    name = "portraits"
    label = "portraits"
    verbose_name = "Portretten"

    def ready(self) -> None:
        from wijkwijzer.pages.models.knowledge import told_elsewhere

        from .models import is_chapter_of

        told_elsewhere.append(is_chapter_of)
