from django.apps import AppConfig


class UsersConfig(AppConfig):
    name = "wijkwijzer.users"
    label = "users"
    verbose_name = "Gebruikers"
    unseen_by_readers = ("*",)

    def ready(self) -> None:
        from . import second_step

        second_step.register(second_step.publishes_or_manages_accounts)
