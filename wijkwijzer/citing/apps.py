from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CitingConfig(AppConfig):
    """How to cite a publication, and what it said at an earlier date."""

    name = "wijkwijzer.citing"
    label = "citing"
    verbose_name = _("citeren")

    def ready(self) -> None:
        from django.db.models.signals import post_save

        from wijkwijzer.consent.models import WithdrawalTask
        from wijkwijzer.gate.models import Publication
        from wijkwijzer.pages import views
        from wijkwijzer.people import forgetting

        from . import closing, freezing

        views.joined.append("newest_version")
        post_save.connect(freezing.on_publication, sender=Publication, dispatch_uid="citing.freeze")
        post_save.connect(closing.on_task, sender=WithdrawalTask, dispatch_uid="citing.close_what_is_rewritten")
        forgetting.register(
            "citing",
            impact=closing.versions_that_go,
            before=closing.forget_versions,
            after=closing.close_what_changed,
        )
