from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BriefsConfig(AppConfig):
    """What a visitor keeps without an account, and the brief that is made of it."""

    name = "wijkwijzer.briefs"
    label = "briefs"
    verbose_name = _("beleidsbrieven")
    unseen_by_readers = ("*",)

    def ready(self) -> None:
        from wijkwijzer.people import forgetting
        from wijkwijzer.schedule import jobs

        from .forgetting import forget_old, forget_words

        forgetting.register("briefs", before=forget_words)
        jobs.register("briefs-forget", forget_old, every=timedelta(hours=20))
