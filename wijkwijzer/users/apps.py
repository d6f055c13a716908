from django.apps import AppConfig


class UsersConfig(AppConfig):
    name = "wijkwijzer.users"
    label = "users"
    verbose_name = "Gebruikers"
    unseen_by_readers = ("*",)
