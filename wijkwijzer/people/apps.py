from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "wijkwijzer.people"
    label = "people"
    verbose_name = "Mensen en organisaties"

    def ready(self) -> None:
        from wijkwijzer.users import second_step

        from .models import keeps_people

        second_step.register(keeps_people)
