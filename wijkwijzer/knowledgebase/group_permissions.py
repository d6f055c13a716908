"""What Wagtail's stock groups may do in the Kennisbank, until roles of our own take their place."""

from typing import Any

from django.apps import AppConfig
from django.apps import apps as installed_apps
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission

EDITED = (("people", "person"), ("people", "organisation"), ("taxonomy", "concept"))
# Themes are the administrator's, municipalities come from the import.
LOOKED_AT = (("taxonomy", "theme"), ("municipalities", "municipality"))
ACTIONS = {"Editors": ("view", "add", "change"), "Moderators": ("view", "add", "change", "delete")}


def grant_to_stock_groups(sender: AppConfig, using: str, **_signal: Any) -> None:
    """After a migration: give the groups what they lack. Takes nothing away."""
    # This room comes before the lower ones, whose permissions do not exist yet.
    for label in {label for label, _model in EDITED + LOOKED_AT}:
        create_permissions(installed_apps.get_app_config(label), verbosity=0, using=using)
    permissions = Permission.objects.using(using)
    for group in Group.objects.using(using).filter(name__in=ACTIONS):
        wanted = [(label, f"{action}_{model}") for label, model in EDITED for action in ACTIONS[group.name]]
        wanted += [(label, f"view_{model}") for label, model in LOOKED_AT]
        for label, codename in wanted:
            group.permissions.add(permissions.get(content_type__app_label=label, codename=codename))
