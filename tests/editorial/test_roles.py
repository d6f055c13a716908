"""The table of roles is what the groups have, whatever was there before."""

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from wagtail.models import GroupPagePermission, Page, Workflow

from tests.editorial.conftest import Desk
from tests.editorial.test_workflow import draft_of, now, step
from tests.factories import UserFactory
from wijkwijzer.editorial.roles import TABLE, apply_roles
from wijkwijzer.editorial.workflow import make_workflow
from wijkwijzer.gate.pages import WORKFLOW_NAME
from wijkwijzer.users.roles import Role, has_role

pytestmark = pytest.mark.django_db
EDITORIAL = apps.get_app_config("editorial")


def test_every_role_is_a_group_and_nobody_may_publish() -> None:
    assert set(Group.objects.values_list("name", flat=True)) == set(Role) == set(TABLE)
    assert not GroupPagePermission.objects.filter(permission__codename="publish_page").exists()


def test_applying_again_adds_nothing_and_takes_nothing_away() -> None:
    group = Group.objects.get(name=Role.EDITOR)
    group.permissions.add(Permission.objects.get(codename="delete_theme"))
    GroupPagePermission.objects.filter(group__name=Role.AUTHOR).delete()
    before = set(group.permissions.all())
    apply_roles(EDITORIAL, using="default")
    assert set(group.permissions.all()) == before
    assert not GroupPagePermission.objects.filter(group__name=Role.AUTHOR).exists()


def test_what_a_group_lacks_is_granted_and_a_missing_group_is_made() -> None:
    group = Group.objects.get(name=Role.EDITOR)
    group.permissions.remove(Permission.objects.get(codename="change_person"))
    Group.objects.filter(name=Role.CHIEF_EDITOR).delete()
    apply_roles(EDITORIAL, using="default")
    assert group.permissions.filter(codename="change_person").exists()
    assert GroupPagePermission.objects.filter(group__name=Role.CHIEF_EDITOR).count() == 2


def test_publishing_that_somebody_granted_goes_again() -> None:
    permission = Permission.objects.get(codename="publish_page")
    GroupPagePermission.objects.create(
        group=Group.objects.get(name=Role.EDITOR), page=Page.get_first_root_node(), permission=permission
    )
    apply_roles(EDITORIAL, using="default")
    assert not GroupPagePermission.objects.filter(permission=permission).exists()


def test_who_was_in_a_stock_group_gets_the_role_that_comes_closest() -> None:
    # As on a site from before there were roles.
    Workflow.objects.filter(name="Moderators approval").update(active=True)
    for name in ("Editors", "Moderators"):
        UserFactory(username=name).groups.add(Group.objects.create(name=name))
    make_workflow(using="default")
    assert not Group.objects.filter(name__in=["Editors", "Moderators"]).exists()
    UserFactory(username="later").groups.add(Group.objects.create(name="Editors"))
    make_workflow(using="default")
    assert Group.objects.filter(name="Editors").exists(), "made since, so somebody means it"
    members = {role: set(Group.objects.get(name=role).user_set.values_list("username", flat=True)) for role in Role}
    assert (members[Role.EDITOR], members[Role.CHIEF_EDITOR]) == ({"Editors"}, {"Moderators"})


def test_there_is_one_workflow_for_all_with_as_many_steps_as_the_setting_says(settings: pytest.FixtureRequest) -> None:
    assert [workflow.name for workflow in Workflow.objects.filter(active=True)] == [WORKFLOW_NAME]
    for steps in (1, 2):
        settings.EDITORIAL_STEPS = steps
        make_workflow(using="default")
        active = Workflow.objects.get(active=True).tasks.filter(active=True).order_by("workflow_tasks__sort_order")
        assert [task.name for task in active] == ["Redactie", "Akkoord geportretteerde", "Eindredactie"][: steps + 1]


def test_a_role_is_of_who_is_active_and_in_the_group() -> None:
    user = UserFactory(is_superuser=True)
    assert not has_role(user, *Role)
    user.groups.add(Group.objects.get(name=Role.EDITOR))
    user = type(user).objects.get(pk=user.pk)
    assert has_role(user, Role.EDITOR)
    assert not has_role(user, Role.CHIEF_EDITOR)
    user.is_active = False
    assert not has_role(user, Role.EDITOR)


def test_a_change_of_the_number_of_steps_holds_from_the_next_start(settings: pytest.FixtureRequest) -> None:
    """Without a migration: the command is what a start runs."""
    author, editor, chief = Desk(Role.AUTHOR), Desk(Role.EDITOR), Desk(Role.CHIEF_EDITOR)
    before, after, again = (draft_of(author) for _ in range(3))
    author.submit(before)
    editor.judge(before)
    settings.EDITORIAL_STEPS = 1
    call_command("make_workflow")
    author.submit(after)
    editor.judge(after)
    assert now(after).live
    chief.judge(before)
    assert now(before).live, "what waits for the step that is gone, is still judged there"
    settings.EDITORIAL_STEPS = 2
    call_command("make_workflow")
    author.submit(again)
    editor.judge(again)
    assert not now(again).live
    assert step(again) == Role.CHIEF_EDITOR
