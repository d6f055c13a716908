from django.apps import AppConfig


class PortraitsConfig(AppConfig):
    name = "portraits"
    label = "portraits"
    verbose_name = "Portretten"

    def ready(self) -> None:
        from wijkwijzer.pages.models.knowledge import told_elsewhere
        from wijkwijzer.people import forgetting

        from .models import magazines_with, series_of

        told_elsewhere.append(magazines_with)
        # Chapters of magazines are rows of a page, which are found in every version of it.
        forgetting.register("portraits", impact=series_of)
