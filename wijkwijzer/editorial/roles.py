"""What each role may do: one table. The permission test walks the same table, so a cell that changes here, changes what
is expected there.

Rights on pages, files and rows are given to the groups after every migration. What a role may do with a page beyond
writing it the gate asks here each time; what it may judge stands in the steps of the workflow (`approvals.STEPS`).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.apps import AppConfig
from django.apps import apps as installed_apps
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission
from wagtail.contrib.settings.registry import registry as settings_registry
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from wijkwijzer.gate import permissions
from wijkwijzer.gate.permissions import Deed
from wijkwijzer.users.roles import Role

KNOWLEDGE = ("people.person", "people.organisation", "taxonomy.concept")
PLACES = ("taxonomy.theme", "municipalities.municipality")


@dataclass(frozen=True)
class Rights:
    """`pages` are actions in the whole tree, `deeds` what else is done with pages, `files` actions on all images and
    documents, `models` actions on rows; `has_settings`: all settings of the site, of whatever room."""

    pages: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    models: dict[tuple[str, ...], tuple[str, ...]] | None = None
    has_settings: bool = False
    deeds: frozenset[Deed] = frozenset()


LOOK, WRITE, RULE = ("view",), ("view", "add", "change"), ("view", "add", "change", "delete")
TABLE: dict[Role, Rights] = {
    # Writes where the administrator lets it: everywhere until then. Without `change` only what is their own.
    Role.AUTHOR: Rights(("add",), ("add", "choose"), {KNOWLEDGE: LOOK, PLACES: LOOK}),
    Role.EDITOR: Rights(
        ("add", "change"),
        ("add", "change", "choose"),
        {KNOWLEDGE: WRITE, PLACES: LOOK},
        deeds=frozenset({Deed.TAKE_BACK}),
    ),
    Role.CHIEF_EDITOR: Rights(
        ("add", "change"),
        ("add", "change", "choose"),
        {KNOWLEDGE: RULE, PLACES: LOOK},
        deeds=frozenset({Deed.TAKE_BACK, Deed.MOVE, Deed.ORDER, Deed.OFFLINE}),
    ),
    # `lock` only lets the tree be seen; what else this role may do with a page, its own views say.
    Role.PRIVACY_OFFICER: Rights(
        ("lock",), ("choose",), {KNOWLEDGE: LOOK, PLACES: LOOK}, deeds=frozenset({Deed.RESTRICT})
    ),
    Role.ADMINISTRATOR: Rights(
        ("lock", "unlock"),
        ("add", "change", "choose"),
        {
            KNOWLEDGE: RULE,
            ("taxonomy.theme",): RULE,
            ("municipalities.municipality",): ("view", "change"),
            ("users.user", "auth.group"): RULE,
            ("wagtailredirects.redirect", "wagtailcore.collection"): RULE,
        },
        has_settings=True,
        deeds=frozenset({Deed.EMERGENCY}),
    ),
}


def tell_the_gate() -> None:
    """Once, when the site starts: what the tester of the gate asks, it asks of this table."""
    permissions.deeds.update({role: rights.deeds for role, rights in TABLE.items()})


def apply_roles(sender: AppConfig, using: str, **_signal: Any) -> None:
    """After a migration: make the groups, and give each what it lacks. Takes nothing away but publishing."""
    if not Page.objects.using(using).filter(depth=1).exists():
        # Emptied by `flush`, which says so by the same signal: what migrations once wrote is gone.
        return
    labels = {name.partition(".")[0] for rights in TABLE.values() for names in rights.models or {} for name in names}
    for label in labels | {model._meta.app_label for model in settings_registry}:
        # This room comes before the lower ones, whose permissions do not exist yet.
        create_permissions(installed_apps.get_app_config(label), verbosity=0, using=using)
    for role, rights in TABLE.items():
        group, is_new = Group.objects.using(using).get_or_create(name=role)
        group.permissions.add(*_permissions(rights, using))
        if is_new:
            # Only once: an administrator who gives a role fewer sections means it.
            _give_pages(group, rights, using)
            _give_files(group, rights, using)
    GroupPagePermission.objects.using(using).filter(permission__codename="publish_page").delete()


def _permissions(rights: Rights, using: str) -> Iterable[Permission]:
    permissions = Permission.objects.using(using)
    yield permissions.get(content_type__app_label="wagtailadmin", codename="access_admin")
    for names, actions in (rights.models or {}).items():
        for label, _dot, model in (name.partition(".") for name in names):
            for action in actions:
                yield permissions.get(content_type__app_label=label, codename=f"{action}_{model}")
    for settings in settings_registry if rights.has_settings else ():
        meta = settings._meta
        yield permissions.get(content_type__app_label=meta.app_label, codename=f"change_{meta.model_name}")


def _give_pages(group: Group, rights: Rights, using: str) -> None:
    root = Page.objects.using(using).get(depth=1)
    for action in rights.pages:
        permission = Permission.objects.using(using).get(
            content_type__app_label="wagtailcore", codename=f"{action}_page"
        )
        GroupPagePermission.objects.using(using).create(group=group, page=root, permission=permission)


def _give_files(group: Group, rights: Rights, using: str) -> None:
    root = Collection.objects.using(using).get(depth=1)
    # Wagtail asks for permissions on its own image model, whatever model the site has.
    for label, model in (("wagtailimages", "image"), ("wagtaildocs", "document")):
        create_permissions(installed_apps.get_app_config(label), verbosity=0, using=using)
        for action in rights.files:
            permission = Permission.objects.using(using).get(
                content_type__app_label=label, codename=f"{action}_{model}"
            )
            GroupCollectionPermission.objects.using(using).create(group=group, collection=root, permission=permission)
