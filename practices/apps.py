from django.apps import AppConfig


class PracticesConfig(AppConfig):
    name = "practices"
    label = "practices"
    verbose_name = "Praktijk"

    def ready(self) -> None:
        from wijkwijzer.people import forgetting

        # A practice names its holder, but only as a field of the page, which is found there.
        forgetting.register("practices")
