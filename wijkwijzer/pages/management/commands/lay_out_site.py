from typing import Any

from django.core.management.base import BaseCommand

from wijkwijzer.pages.layout import lay_out_site


class Command(BaseCommand):
    help = "Make the home page, the lists and the site record where they are missing. May be repeated."

    def handle(self, *args: Any, **options: Any) -> None:
        made = lay_out_site()
        if made:
            self.stdout.write(f"Made: {', '.join(made)}.")
