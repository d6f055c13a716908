"""A draft that names something that was deleted since still opens, and says what it lost."""

from collections.abc import Callable

import pytest
from django.urls import reverse

from tests.editorial.conftest import Desk
from tests.factories import ArticlePageFactory, MunicipalityFactory, OrganisationFactory, PersonFactory, publish
from wijkwijzer.consent.models import LegalBasis
from wijkwijzer.pages.models import Contribution, PageMunicipality, PagePerson
from wijkwijzer.publications.models import ArticlePage
from wijkwijzer.users.roles import Role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nothing_is_asked")]


@pytest.fixture
def page() -> ArticlePage:
    made: ArticlePage = ArticlePageFactory(title="Over de buurt")
    publish(made)
    return made


@pytest.fixture
def draft(page: ArticlePage) -> ArticlePage:
    """Names a person, a municipality and an organisation in a draft only, all deleted since; and one that is there."""
    gone = PersonFactory(), MunicipalityFactory(), OrganisationFactory()
    page.person_links = [
        PagePerson(person=gone[0], role="portrayed"),
        PagePerson(person=PersonFactory(name="Wie er nog is"), role="quoted"),
    ]
    page.municipality_links = [PageMunicipality(municipality=gone[1])]
    page.contributions = [Contribution(organisation=gone[2], role="funder")]
    page.save_revision(user=Desk(Role.AUTHOR).user, log_action=True)
    LegalBasis.objects.create(
        page=page, person=page.person_links.all()[1].person, basis="journalism", motivation="Stond eerder in een blad."
    )
    for row in gone:
        row.delete()
    return page


SCREENS: dict[str, Callable[[ArticlePage], str]] = {
    "editor": lambda page: reverse("wagtailadmin_pages:edit", args=[page.pk]),
    "newest version": lambda page: reverse("editorial_read", args=[page.pk]),
    "progress": lambda page: reverse("editorial_progress", args=[page.pk]),
    "earlier version": lambda page: reverse(
        "wagtailadmin_pages:revisions_view", args=[page.pk, page.latest_revision_id]
    ),
    "differences": lambda page: reverse("wagtailadmin_pages:revisions_compare", args=[page.pk, "live", "latest"]),
    "what to bring back": lambda page: reverse(
        "wagtailadmin_pages:revisions_revert", args=[page.pk, page.latest_revision_id]
    ),
}


@pytest.mark.parametrize("screen", SCREENS)
def test_every_screen_of_it_opens(draft: ArticlePage, screen: str) -> None:
    assert Desk(Role.EDITOR).client.get(SCREENS[screen](draft)).status_code == 200


def test_the_editor_says_what_is_gone_and_keeps_the_rest(draft: ArticlePage) -> None:
    shown = Desk(Role.EDITOR).client.get(SCREENS["editor"](draft)).content.decode()
    said = shown.partition("is verwijderd: ")[2].partition(". Die regel")[0]
    assert set(said.split(", ")) == {"gemeente van een pagina", "persoon op een pagina", "bijdrage"}
    kept = draft.get_latest_revision_as_object()
    assert [link.person.name for link in kept.person_links.all()] == ["Wie er nog is"]
    assert (list(kept.municipality_links.all()), list(kept.contributions.all())) == ([], [])


def test_a_draft_that_lost_nothing_says_nothing(page: ArticlePage) -> None:
    page.person_links = [PagePerson(person=PersonFactory(), role="quoted")]
    page.save_revision()
    assert "is verwijderd" not in Desk(Role.EDITOR).client.get(SCREENS["editor"](page)).content.decode()


def test_what_was_approved_and_then_lost_something_is_not_published(draft: ArticlePage) -> None:
    draft.get_workflow().start(draft, Desk(Role.AUTHOR).user)
    Desk(Role.EDITOR).judge(draft)
    response = Desk(Role.CHIEF_EDITOR).decide(draft, "approve")
    draft.refresh_from_db()
    assert draft.live_revision_id != draft.latest_revision_id
    assert response.status_code == 302
