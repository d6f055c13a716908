"""Every room that points at a person says how it forgets."""

from typing import Any

from django.apps import apps
from django.db import models

from tests.test_architecture import LEVEL
from wijkwijzer.pages.models import PagePerson
from wijkwijzer.people import forgetting
from wijkwijzer.people.models import Person


def rooms_that_point_at_people() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.get_fields():
            if field.is_relation and field.concrete and field.related_model in (Person, PagePerson):
                found.setdefault(model._meta.app_label, []).append(f"{model.__name__}.{field.name}")
    return found


def test_every_room_that_points_at_a_person_registered() -> None:
    pointing = rooms_that_point_at_people()
    assert {"pages", "practices", "consent"} <= set(pointing)
    missing = {room: fields for room, fields in pointing.items() if room not in forgetting.rooms}
    assert missing == {}, "say in AppConfig.ready() how this room forgets: wijkwijzer/people/forgetting.py"


def test_what_registered_is_a_room_or_an_app_of_others() -> None:
    labels = {config.label for config in apps.get_app_configs()}
    assert set(forgetting.rooms) <= labels | set(LEVEL)


def test_texts_are_fields_that_exist() -> None:
    for room in forgetting.rooms.values():
        for model, names in room.texts.items():
            fields: list[Any] = [model._meta.get_field(name) for name in names]
            assert all(isinstance(field, models.CharField | models.TextField) for field in fields)
