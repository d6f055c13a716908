from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PrintingConfig(AppConfig):
    """Publications on paper: PDF made from the print stylesheet, in a process of its own."""

    name = "wijkwijzer.printing"
    label = "printing"
    verbose_name = _("afdrukken")

    def ready(self) -> None:
        from wijkwijzer.people import forgetting as rooms

        from . import forgetting

        rooms.register("printing", before=forgetting.forget_all, after=forgetting.forget_all)
        forgetting.register()
