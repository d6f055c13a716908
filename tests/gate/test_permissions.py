"""What is judged stays where it is: it is taken back first."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection, transaction
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Page, get_page_models

from practices.models import CasePage
from tests.editorial.conftest import Desk
from tests.factories import CasePageFactory, ContentPageFactory, WorkshopPageFactory
from wijkwijzer.gate.pages import GatedPage
from wijkwijzer.gate.permissions import GatedPermissionTester
from wijkwijzer.users.roles import Role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nothing_is_asked")]
EVERYBODY = [[role] for role in Role] + [list(Role)]


def doors(page: Page, elsewhere: Page) -> dict[str, Callable[[Desk], HttpResponse]]:
    def bulk(action: str, **data: str) -> Callable[[Desk], HttpResponse]:
        address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
        return lambda desk: desk.client.post(f"{address}?id={page.pk}&next=/beheer/", data)

    def api(action: str, **data: object) -> Callable[[Desk], HttpResponse]:
        address = f"/beheer/api/main/pages/{page.pk}/action/{action}/"
        return lambda desk: desk.client.post(address, data, content_type="application/json")

    def view(name: str, *args: int) -> Callable[[Desk], HttpResponse]:
        return lambda desk: desk.client.post(reverse(f"wagtailadmin_pages:{name}", args=args))

    return {
        "delete": view("delete", page.pk),
        "delete in bulk": bulk("delete"),
        "delete by the API": api("delete"),
        "move": view("move_confirm", page.pk, elsewhere.pk),
        "move in bulk": bulk("move", chooser=str(elsewhere.pk)),
        "move by the API": api("move", destination_page_id=elsewhere.pk, position="first-child"),
    }


def opened(page: Page, elsewhere: Page, desk: Desk) -> set[str]:
    """The doors that take the page from where it is, each tried on its own."""
    found = set()
    for name, enter in doors(page, elsewhere).items():
        with transaction.atomic():
            enter(desk)
            if not Page.objects.filter(pk=page.pk, path=page.path).exists():
                found.add(name)
            transaction.set_rollback(True)
    return found


@pytest.fixture
def author(db: None) -> Desk:
    return Desk(Role.AUTHOR)


@pytest.fixture
def elsewhere() -> Page:
    return WorkshopPageFactory()


@pytest.fixture
def case(author: Desk) -> CasePage:
    page = CasePageFactory(live=False, owner=author.user, parent=WorkshopPageFactory(live=False, owner=author.user))
    page.save_revision(user=author.user)
    return page


def judge(page: Page, desk: Desk) -> None:
    page.get_workflow().start(page, desk.user)


@pytest.mark.parametrize("is_superuser", [False, True])
@pytest.mark.parametrize("roles", EVERYBODY, ids=str)
def test_a_draft_that_is_judged_is_not_deleted_or_moved(
    case: CasePage, elsewhere: Page, author: Desk, roles: list[Role], is_superuser: bool
) -> None:
    judge(case, author)
    desk = Desk(*roles, is_superuser=is_superuser)
    assert opened(case, elsewhere, desk) == set()


def test_nor_by_who_wrote_it_or_with_the_page_above_it(case: CasePage, elsewhere: Page, author: Desk) -> None:
    judge(case, author)
    above = Page.objects.get(pk=case.get_parent().pk)
    for desk in (author, Desk(*Role, is_superuser=True)):
        assert opened(case, elsewhere, desk) == set()
        assert opened(above, elsewhere, desk) == set()


def test_what_nobody_judges_goes_by_each_of_these_doors(case: CasePage, elsewhere: Page, author: Desk) -> None:
    everything = Desk(Role.EDITOR)
    assert opened(case, elsewhere, everything) == set(doors(case, elsewhere))
    judge(case, author)
    Desk(Role.EDITOR).take_back(case)
    assert opened(case, elsewhere, everything) == set(doors(case, elsewhere))


def test_what_is_judged_and_public_is_not_moved(elsewhere: Page, author: Desk) -> None:
    page = CasePageFactory()
    chief = Desk(Role.CHIEF_EDITOR)
    assert "move" in opened(page, elsewhere, chief)
    page.save_revision(user=author.user)
    judge(page, author)
    assert opened(page, elsewhere, chief) == set()


def test_a_list_of_pages_asks_as_much_for_many_as_for_few(author: Desk) -> None:
    desk = Desk(Role.CHIEF_EDITOR)
    home = ContentPageFactory().get_parent()

    def add(count: int) -> None:
        for _ in range(count):
            page = ContentPageFactory(live=False)
            page.save_revision(user=author.user)
            judge(page, author)
            ContentPageFactory(live=False).save_revision(user=author.user)

    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert desk.client.get(reverse("wagtailadmin_explore", args=[home.pk])).status_code == 200
        return len(asked)

    add(2)
    queries()
    before = queries()
    add(6)
    assert queries() == before


def test_every_type_of_page_asks_the_gate() -> None:
    plain = [model for model in get_page_models() if model is not Page and not issubclass(model, GatedPage)]
    assert plain == [], "a type that anybody with Wagtail's own right publishes"
    for model in get_page_models():
        if model is not Page:
            assert isinstance(model().permissions_for_user(AnonymousUser()), GatedPermissionTester), model
