from datetime import timedelta

from django.apps import AppConfig


class MailConfig(AppConfig):
    name = "wijkwijzer.mail"
    label = "mail"
    verbose_name = "Post"
    unseen_by_readers = ("*",)

    def ready(self) -> None:
        from wijkwijzer.schedule import jobs, readiness

        from .outbox import forget_old, send_waiting
        from .readiness import mail_leaves

        jobs.register("mail", send_waiting)
        jobs.register("mail-forget", forget_old, every=timedelta(hours=20))
        readiness.register("mail", mail_leaves)
