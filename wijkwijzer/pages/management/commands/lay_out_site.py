from typing import Any

from django.core.management.base import BaseCommand

from wijkwijzer.pages.layout import lay_out_site


class Command(BaseCommand):
    help = "Maakt de voorpagina, de lijsten en het siteadres aan waar ze ontbreken. Mag zo vaak als je wilt."

    def handle(self, *args: Any, **options: Any) -> None:
        made = lay_out_site()
        self.stdout.write(f"Aangemaakt: {', '.join(made)}." if made else "De site staat er al.")
