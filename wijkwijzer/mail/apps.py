from datetime import timedelta

from django.apps import AppConfig


class MailConfig(AppConfig):
    name = "wijkwijzer.mail"
    label = "mail"
    verbose_name = "Post"
    unseen_by_readers = ("*",)

    def ready(self) -> None:
        from wijkwijzer.schedule import jobs

        from .outbox import forget_old, send_waiting

        jobs.register("mail", send_waiting)
        jobs.register("mail-forget", forget_old, every=timedelta(hours=20))
