from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "wijkwijzer.people"
    label = "people"
    verbose_name = "Mensen en organisaties"
