from django.apps import AppConfig


class ScheduleConfig(AppConfig):
    name = "wijkwijzer.schedule"
    label = "schedule"
    verbose_name = "Rooster"
    unseen_by_readers = ("*",)
