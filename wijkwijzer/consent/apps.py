from datetime import timedelta

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class ConsentConfig(AppConfig):
    """Why a page may tell of somebody, what that person agreed to, and how it is taken back."""

    name = "wijkwijzer.consent"
    label = "consent"
    verbose_name = _("toestemming")
    unseen_by_readers = (
        "consent",
        "legalbasis",
        "portraitlink",
        "request",
        "request_pages",
        "requestline",
        "withdrawal",
        "withdrawaltask",
        "wording",
    )

    def ready(self) -> None:
        from wijkwijzer.people import names
        from wijkwijzer.schedule import jobs

        from .deadlines import remind
        from .portrayed import pages_with_signed_name
        from .rooms import register_rooms
        from .wordings import make_wordings

        register_rooms()
        names.approved_on.append(pages_with_signed_name)
        jobs.register("privacy-deadlines", remind, every=timedelta(hours=6))
        post_migrate.connect(make_wordings, sender=self, dispatch_uid="consent.make_wordings")
