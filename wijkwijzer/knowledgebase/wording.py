"""Names that Wagtail's own migrations write into the database in English, where editors read them."""

from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext as _
from wagtail.models import Task, Workflow

WAGTAIL_NAME = "Moderators approval"


def name_workflow_in_dutch(sender: AppConfig, using: str, **_signal: Any) -> None:
    """After a migration: rename the workflow and its task, unless somebody gave them another name already."""
    for model in (Workflow, Task):
        model.objects.using(using).filter(name=WAGTAIL_NAME).update(name=_("de eindredactie"))
