"""What no page that is kept is made from. Everything else is watched: a new table is, without anybody thinking of it.

Rooms name their own in their `AppConfig`: `unseen_by_readers`, names of models. That no page reads them is tested.
"""

from typing import Any

from django.apps import AppConfig, apps
from django.db.models import Model

ALL = "*"

# Of packages, by the label of their app.
UNSEEN: dict[str, set[str]] = {
    "account": {ALL},
    "auth": {ALL},
    "mfa": {ALL},
    "sessions": {ALL},
    "wagtailadmin": {ALL},
    "wagtailembeds": {ALL},
    "wagtailsearch": {ALL},  # the editors' own search
    "wagtailusers": {ALL},
    "wagtailcore": {
        "apitoken",
        "comment",
        "commentreply",
        "groupapprovaltask",
        "groupapprovaltask_groups",
        "groupcollectionpermission",
        "grouppagepermission",
        "groupsitepermission",
        "modellogentry",
        "pagelogentry",
        "pagesubscription",
        "revision",
        "task",
        "taskstate",
        "uploadedfile",
        "workflow",
        "workflowcontenttype",
        "workflowpage",
        "workflowstate",
        "workflowtask",
    },
    # Nobody's changes: it is what changes.
    "delivery": {"contentversion"},
}

# What an editor changes of a page while writing; readers see none of it before it is published.
UNSEEN_COLUMNS: dict[str, set[str]] = {
    "wagtailcore_page": {
        "draft_title",
        "expire_at",
        "go_live_at",
        "has_unpublished_changes",
        "latest_revision_created_at",
        "latest_revision_id",
        "locked",
        "locked_at",
        "locked_by_id",
        "owner_id",
    },
}


def unseen_columns(model: type[Model]) -> set[str]:
    """The columns of a watched table whose change nobody sees."""
    own: dict[str, set[str]] = getattr(_config(model), "unseen_columns", {})
    return UNSEEN_COLUMNS.get(model._meta.db_table, set()) | own.get(str(model._meta.model_name), set())


def is_unseen(model: type[Model]) -> bool:
    """Whether readers see nothing of a table."""
    names = UNSEEN.get(model._meta.app_label, set()) | set(getattr(_config(model), "unseen_by_readers", ()))
    return bool({ALL, str(model._meta.model_name)} & names)


def watched_models() -> list[type[Model]]:
    """Every model with a table of its own of which readers may see something, by the name of its table."""
    tables: dict[str, Any] = {
        model._meta.db_table: model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy and not is_unseen(model)
    }
    return [tables[name] for name in sorted(tables)]


def _config(model: type[Model]) -> AppConfig:
    return apps.get_app_config(model._meta.app_label)
