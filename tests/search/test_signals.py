"""The index follows every change, through the views that editors use; what is withdrawn leaves nothing behind."""

import json
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.actions.convert_alias import ConvertAliasPageAction
from wagtail.models import Page, PageViewRestriction, Site

from portraits.models import PortraitIndexPage, PortraitPage
from tests.factories import (
    CasePageFactory,
    ConceptFactory,
    ContentPageFactory,
    MunicipalityFactory,
    OrganisationFactory,
    PersonFactory,
    PortraitPageFactory,
    PracticePageFactory,
    ProvinceFactory,
    ThemeFactory,
    UserFactory,
    WorkshopPageFactory,
    publish,
)
from wijkwijzer.editorial.plans.models import Plan
from wijkwijzer.gate.models import Publication
from wijkwijzer.gate.publishing import licence
from wijkwijzer.gate.publishing import publish as publish_by
from wijkwijzer.pages.models import (
    Contribution,
    Freshness,
    HomePage,
    KnowledgePage,
    PageConcept,
    PageMunicipality,
    PagePerson,
    PageTheme,
    TellsAbout,
)
from wijkwijzer.search.models import SearchChange, SearchDocument, SearchState, SearchText, SearchWord
from wijkwijzer.taxonomy.models import Concept
from wijkwijzer.users.roles import Role

pytestmark = pytest.mark.django_db
SECRET = "Xylofoonstraatje"


@pytest.fixture
def editor(client: Client) -> Client:
    user = UserFactory(is_superuser=True)
    user.groups.set(Group.objects.filter(name__in=Role))
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture(autouse=True)
def licensed() -> Iterator[None]:
    """What may become public is tested elsewhere; here, what becomes of the index when it does."""
    with licence():
        yield


@pytest.fixture
def page() -> PortraitPage:
    """A portrait that is found by a word that stands nowhere else."""
    made: PortraitPage = PortraitPageFactory(title=f"Portret {SECRET}", slug="portret")
    made.body = [("text", f"<p>In het {SECRET} gebeurt het.</p>")]
    publish(made)
    assert traces() == {"SearchDocument", "SearchText", "SearchWord"}
    return made


def traces(word: str = SECRET) -> set[str]:
    """The tables of the index in which a word stands."""
    word = word.lower()
    found = {
        "SearchDocument": SearchDocument.objects.values_list("title", "summary", "url"),
        "SearchText": SearchText.objects.values_list("title", "summary", "extra", "body", "keys", "marks", "sections"),
        "SearchWord": SearchWord.objects.values_list("word", "folded", "lemma"),
    }
    return {name for name, rows in found.items() if word[:12] in json.dumps(list(rows), default=str).lower()}


def indexed(page: Page) -> SearchDocument | None:
    return SearchDocument.objects.filter(page=page.pk).first()


def extra(page: Page) -> str:
    """The words a page is found by through what it is tied to."""
    return SearchText.objects.get(document__page=page.pk).extra


# --- What is hidden leaves nothing -----------------------------------------------------------------------------------


def take_offline(editor: Client, page: Page) -> None:
    data = {"decision": "offline", "offline-reason": "De persoon vroeg het."}
    assert editor.post(reverse("editorial_progress", args=[page.pk]), data).status_code == 302


def take_the_list_offline(editor: Client, page: Page) -> None:
    data = {"decision": "offline", "offline-reason": "De lijst is leeg."}
    assert editor.post(reverse("editorial_progress", args=[page.get_parent().pk]), data).status_code == 302


def delete(editor: Client, page: Page) -> None:
    page.delete()


def restrict(editor: Client, page: Page) -> None:
    address = reverse("wagtailadmin_pages:set_privacy", args=[page.pk])
    assert editor.post(address, {"restriction_type": "login"}).status_code == 200


def restrict_above(editor: Client, page: Page) -> None:
    restrict(editor, page.get_parent())


def move_below_a_private_page(editor: Client, page: Page) -> None:
    private = PortraitIndexPage(title="Besloten", slug="besloten")
    HomePage.objects.get().add_child(instance=private)
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    address = reverse("wagtailadmin_pages:move_confirm", args=[page.pk, private.pk])
    assert editor.post(address).status_code == 302


def unpublish_by_script(editor: Client, page: Page) -> None:
    page.live = False
    page.save()


def leave_the_site(editor: Client, page: Page) -> None:
    """The site begins at another page."""
    other = HomePage(title="Anders", slug="anders", headline="x", lead="x")
    Page.get_first_root_node().add_child(instance=other)
    site = Site.objects.get()
    site.root_page = other
    site.save()


HIDING = [
    take_offline,
    take_the_list_offline,
    delete,
    restrict,
    restrict_above,
    move_below_a_private_page,
    unpublish_by_script,
    leave_the_site,
]


@pytest.mark.parametrize("hide", HIDING, ids=lambda hide: hide.__name__)
def test_what_is_hidden_leaves_no_word_in_the_index(
    editor: Client, page: PortraitPage, hide: Callable[[Client, Page], None]
) -> None:
    version = SearchState.objects.get().version
    document = indexed(page)
    hide(editor, page)
    assert traces() == set()
    assert SearchState.objects.get().version != version
    assert SearchChange.objects.filter(document_id=document.pk).count() >= 2, "processes that know it must forget it"


@pytest.mark.parametrize(
    "hide", [hide for hide in HIDING if hide is not unpublish_by_script], ids=lambda hide: hide.__name__
)
def test_what_is_hidden_takes_its_alias_along(
    editor: Client, page: PortraitPage, hide: Callable[[Client, Page], None]
) -> None:
    """Wagtail shows an alias of a private page to nobody either."""
    alias = page.create_alias(update_slug="alias")
    alias_of_alias = alias.create_alias(update_slug="alias-van-alias")
    assert indexed(alias)
    assert indexed(alias_of_alias)
    hide(editor, page)
    assert traces() == set()


def test_a_page_that_is_planned_is_not_found_before_its_time(editor: Client) -> None:
    page = PortraitPageFactory(title=SECRET, live=False)
    revision = page.save_revision()
    plan = Plan.objects.create(
        page=page, revision=revision, content_hash=page.hash_of(revision.content),
        moment=timezone.now() + timedelta(days=1),
    )  # fmt: skip
    call_command("publish_scheduled")
    assert traces() == set()
    # Nobody approved it, so only a command may go on from here.
    assert plan.published_at is None
    publish_by(revision, Publication.How.COMMAND)
    assert traces() == {"SearchDocument", "SearchText", "SearchWord"}


def test_a_draft_of_a_page_that_is_live_is_not_found(page: PortraitPage) -> None:
    page.title = "Geheimzinnig plan"
    page.save_revision()
    assert traces("geheimzinnig") == set()


def test_a_new_draft_is_not_found_until_it_is_published_by_the_editor(editor: Client) -> None:
    index = PortraitIndexPage.objects.get()
    page = PortraitPage(title=SECRET, slug="nieuw", summary="Kort.", live=False)
    index.add_child(instance=page)
    page.save_revision()
    assert traces() == set()
    publish(page)
    assert traces() == {"SearchDocument", "SearchText", "SearchWord"}


def test_a_word_that_was_taken_out_of_a_page_is_in_no_list_of_words(page: PortraitPage) -> None:
    page.title = "Portret"
    page.body = [("text", "<p>Over iets anders.</p>")]
    publish(page)
    assert traces() == set()


def test_a_word_stays_as_long_as_another_page_has_it(page: PortraitPage) -> None:
    other = PracticePageFactory(title=f"Ook {SECRET}")
    page.unpublish()
    assert "SearchWord" in traces()
    other.unpublish()
    assert traces() == set()


# --- What comes back -------------------------------------------------------------------------------------------------


def test_publishing_writes_one_document_and_keeps_its_number(page: PortraitPage) -> None:
    number = indexed(page).pk
    page.title = "Andere titel"
    publish(page)
    document = SearchDocument.objects.get(page=page.pk)
    assert (document.pk, document.title) == (number, "Andere titel")


def test_a_restriction_that_is_lifted_brings_the_pages_back(editor: Client, page: PortraitPage) -> None:
    restrict_above(editor, page)
    assert not indexed(page)
    address = reverse("wagtailadmin_pages:set_privacy", args=[page.get_parent().pk])
    assert editor.post(address, {"restriction_type": "none"}).status_code == 200
    assert indexed(page)


def test_a_copy_is_found_when_it_is_made_live(editor: Client, page: PortraitPage) -> None:
    address = reverse("wagtailadmin_pages:copy", args=[page.pk])
    parent = page.get_parent().pk
    data = {"new_title": "Kopie", "new_slug": "kopie", "new_parent_page": parent}
    assert editor.post(address, data).status_code == 302
    copy = PortraitPage.objects.get(slug="kopie")
    assert not indexed(copy)
    publish(copy)
    assert indexed(copy)


def test_an_alias_follows_its_source_and_is_found_by_itself_when_converted(page: PortraitPage) -> None:
    alias = page.create_alias(update_slug="alias")
    page.title = "Nieuwe titel"
    publish(page)
    assert indexed(alias).title == "Nieuwe titel"
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    assert not indexed(alias)
    ConvertAliasPageAction(alias).execute()
    assert indexed(alias), "it has no source any more, and stands where all may see it"


# --- Addresses -------------------------------------------------------------------------------------------------------


@pytest.fixture
def case() -> Page:
    return CasePageFactory(parent=WorkshopPageFactory(slug="werkplaats"), slug="casus")


def test_another_slug_changes_the_addresses_below_in_the_same_transaction(case: Page) -> None:
    workshop = case.get_parent().specific
    with transaction.atomic():
        workshop.slug = "ander-adres"
        publish(workshop)
        assert indexed(workshop).url == "/werkplaatsen/ander-adres/"
        assert indexed(case).url == "/werkplaatsen/ander-adres/casus/"
    assert indexed(case).url == Page.objects.get(pk=case.pk).url


def test_another_slug_of_a_list_changes_the_addresses_of_all_in_it(case: Page) -> None:
    index = case.get_parent().get_parent().specific
    index.slug = "labs"
    index.save()
    assert indexed(case).url == "/labs/werkplaats/casus/"
    assert SearchChange.objects.filter(document_id=indexed(case).pk).order_by("-pk")[0].version == (
        SearchState.objects.get().version
    )


def test_another_slug_of_the_home_page_changes_no_address(case: Page) -> None:
    home = HomePage.objects.get()
    home.slug = "thuis"
    home.save()
    assert indexed(case).url == "/werkplaatsen/werkplaats/casus/"


def test_a_page_that_moves_takes_its_pages_along(editor: Client, case: Page) -> None:
    workshop = case.get_parent()
    other = type(workshop.get_parent().specific)(title="Archief", slug="archief")
    HomePage.objects.get().add_child(instance=other)
    address = reverse("wagtailadmin_pages:move_confirm", args=[workshop.pk, other.pk])
    assert editor.post(address).status_code == 302
    assert indexed(case).url == "/archief/werkplaats/casus/"


def test_what_happens_to_a_page_that_is_no_publication_costs_the_index_nothing() -> None:
    ContentPageFactory().save()
    with CaptureQueriesContext(connection) as queries:
        ContentPageFactory()
    assert not [query for query in queries if "search_search" in query["sql"]]


def test_saving_a_draft_does_not_touch_the_index(page: PortraitPage) -> None:
    version = SearchState.objects.get().version
    with CaptureQueriesContext(connection) as queries:
        page.save_revision()
    assert not [query for query in queries if "search_search" in query["sql"]]
    assert SearchState.objects.get().version == version


# --- Names and links -------------------------------------------------------------------------------------------------


def rename_theme(page: PortraitPage) -> str:
    theme = ThemeFactory(parent=ThemeFactory(name="Oudthema"))
    page.theme_links = [PageTheme(tag=theme)]
    page.save()
    theme.parent.name = "Nieuwthema"
    theme.parent.save()
    return "nieuwthema"


def rename_municipality(page: PortraitPage) -> str:
    place = MunicipalityFactory(display_name="Oudstad")
    page.municipality_links = [PageMunicipality(municipality=place)]
    page.save()
    place.display_name = "Nieuwstad"
    place.save()
    return "nieuwstad"


def merge_municipality(page: PortraitPage) -> str:
    place = MunicipalityFactory(display_name="Oudstad")
    page.municipality_links = [PageMunicipality(municipality=place)]
    page.save()
    place.successor = MunicipalityFactory(display_name="Nieuwstad")
    place.save()
    return "nieuwstad"


def rename_predecessor(page: PortraitPage) -> str:
    place = MunicipalityFactory()
    before = MunicipalityFactory(display_name="Oudstad", successor=place)
    page.municipality_links = [PageMunicipality(municipality=place)]
    page.save()
    before.alias = "Nieuwstad"
    before.save()
    return "nieuwstad"


def rename_province(page: PortraitPage) -> str:
    province = ProvinceFactory(code="PV29", name="Oudland", slug="oudland")
    page.municipality_links = [PageMunicipality(municipality=MunicipalityFactory(province=province))]
    page.save()
    province.name = "Nieuwland"
    province.save()
    return "nieuwland"


def rename_person(page: PortraitPage) -> str:
    person = PersonFactory(name="Oudnaam")
    page.person_links = [PagePerson(person=person, role="portrayed")]
    page.save()
    person.name = "Nieuwnaam"
    person.save()
    return "nieuwnaam"


def rename_organisation(page: PortraitPage) -> str:
    organisation = OrganisationFactory(name="Oudbureau")
    page.contributions = [Contribution(organisation=organisation, role="partner")]
    page.save()
    organisation.name = "Nieuwbureau"
    organisation.save()
    return "nieuwbureau"


def rename_concept(page: PortraitPage) -> str:
    concept = ConceptFactory(alternative_terms="oudwoord")
    page.concept_links = [PageConcept(concept=concept)]
    page.save()
    concept.alternative_terms = "nieuwwoord"
    concept.save()
    return "nieuwwoord"


def link_by_itself(page: PortraitPage) -> str:
    PagePerson.objects.create(page=page, person=PersonFactory(name="Losnaam"), role="quoted")
    return "losnaam"


def link_in_a_save(page: PortraitPage) -> str:
    """Without a revision, as scripts do."""
    page.person_links = [PagePerson(person=PersonFactory(name="Meenaam"), role="quoted")]
    page.save()
    return "meenaam"


NAMING = [
    rename_theme,
    rename_municipality,
    merge_municipality,
    rename_predecessor,
    rename_province,
    rename_person,
    rename_organisation,
    rename_concept,
    link_by_itself,
    link_in_a_save,
]


@pytest.mark.parametrize("rename", NAMING, ids=lambda rename: rename.__name__)
def test_a_page_is_found_by_the_present_name_of_what_it_is_tied_to(
    page: PortraitPage, rename: Callable[[PortraitPage], str]
) -> None:
    name = rename(page)
    assert SearchWord.objects.filter(word=name).exists()
    assert SearchWord.objects.get(word=name).lemma in extra(page).split()
    assert not SearchWord.objects.filter(word__startswith="oud").exclude(word="oudstad").exists()


def test_a_link_that_is_removed_is_forgotten(page: PortraitPage) -> None:
    link = PagePerson.objects.create(page=page, person=PersonFactory(name=SECRET[::-1]), role="quoted")
    assert traces(SECRET[::-1])
    link.delete()
    assert traces(SECRET[::-1]) == set()
    page.person_links = [PagePerson(person=PersonFactory(name="Tweedenaam"), role="quoted")]
    page.save()
    page.person_links = []
    page.save()
    assert traces("Tweedenaam") == set()


def test_a_person_who_is_deleted_is_forgotten_with_the_practice_they_held() -> None:
    person = PersonFactory(name=SECRET)
    practice = PracticePageFactory(holder_person=person)
    assert traces()
    person.delete()
    assert traces() == set()
    assert indexed(practice)


@pytest.mark.parametrize(
    ("factory", "field"),
    [
        (ThemeFactory, "introduction"),
        (PersonFactory, "biography"),
        (OrganisationFactory, "description"),
        (MunicipalityFactory, "valid_from"),
    ],
)
def test_what_documents_do_not_say_leaves_them_alone(factory: Any, field: str) -> None:
    named = factory()
    version = SearchState.objects.get().version
    setattr(named, field, date(2020, 1, 1) if field == "valid_from" else "<p>Anders</p>")
    named.save()
    assert SearchState.objects.get().version == version


@pytest.mark.parametrize("factory", [ThemeFactory, MunicipalityFactory, ConceptFactory])
def test_processes_hear_of_new_and_changed_names(factory: Any) -> None:
    def heard() -> bool:
        version = SearchState.objects.get().version
        return SearchChange.objects.filter(version=version, document_id=None).exists()

    named = factory()
    assert heard()
    PortraitPageFactory()
    assert not heard()
    named.slug = "ander-adres"
    named.save()
    assert heard()
    PortraitPageFactory()
    named.delete()
    assert heard()


def test_a_concept_is_found_until_it_is_deleted() -> None:
    concept = ConceptFactory(term=SECRET)
    assert traces() == {"SearchDocument", "SearchText", "SearchWord"}
    concept.definition = "<p>Tamboerijn</p>"
    concept.save()
    assert traces("tamboerijn")
    number = concept.search_document.pk
    concept.delete()
    assert traces() == set()
    assert SearchChange.objects.filter(document_id=number).order_by("-pk").exists()


def test_a_concept_follows_its_themes() -> None:
    concept, theme = ConceptFactory(), ThemeFactory(name="Ontmoeting")
    concept.themes.add(theme)
    assert Concept.objects.get().search_document.themes == ["Ontmoeting"]
    theme.name = "Samenkomst"
    theme.save()
    assert SearchDocument.objects.get(concept=concept).themes == ["Samenkomst"]
    theme.concepts.remove(concept)
    assert SearchDocument.objects.get(concept=concept).themes == []
    concept.themes.add(theme)
    theme.delete()
    assert SearchDocument.objects.get(concept=concept).themes == []


# --- Freshness and what is replaced ----------------------------------------------------------------------------------


def test_a_page_that_becomes_outdated_says_so_at_once(page: PortraitPage) -> None:
    row = Freshness.objects.create(page=page, outdated_since=date(2020, 1, 1))
    assert indexed(page).status == "mogelijk-verouderd"
    row.delete()
    assert indexed(page).status == "actueel"


@pytest.mark.parametrize("hide", HIDING[:-1], ids=lambda hide: hide.__name__)
def test_a_page_is_only_replaced_by_one_that_can_be_read(
    editor: Client, page: PortraitPage, hide: Callable[[Client, Page], None]
) -> None:
    old = PracticePageFactory()
    Freshness.objects.create(page=old, replaced_by=page.knowledgepage_ptr)
    assert indexed(old).status == "vervangen"
    hide(editor, page)
    assert indexed(old).status == "actueel"


def test_what_tells_of_a_deleted_practice_stays_and_forgets_it(editor: Client, page: PortraitPage) -> None:
    practice = PracticePageFactory()
    TellsAbout.objects.create(page=page, target=practice.knowledgepage_ptr)
    assert f"praktijk={practice.pk}" in indexed(page).facets
    delete(editor, practice)
    assert f"praktijk={practice.pk}" not in indexed(page).facets
    delete(editor, page)
    assert traces() == set()


# --- Otherwise -------------------------------------------------------------------------------------------------------


def test_a_change_that_is_taken_back_takes_the_index_back(page: PortraitPage) -> None:
    version = SearchState.objects.get().version
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        page.title = "Andere titel"
        publish(page)
        assert indexed(page).title == "Andere titel"
        raise ZeroDivisionError
    assert indexed(page).title != "Andere titel"
    assert SearchState.objects.get().version == version


def test_publishing_again_without_a_change_writes_nothing(page: PortraitPage) -> None:
    version = SearchState.objects.get().version
    publish(page)
    assert SearchState.objects.get().version == version


def test_fixtures_are_left_to_a_rebuild(page: PortraitPage, tmp_path: Any) -> None:
    file = tmp_path / "concept.json"
    row = {"model": "taxonomy.concept", "fields": {"term": "Los", "slug": "los", "definition": "x"}}
    file.write_text(json.dumps([row]))
    call_command("loaddata", str(file), verbosity=0)
    assert not SearchDocument.objects.filter(title="Los").exists()


@pytest.fixture(autouse=True)
def _index_is_true_afterwards() -> Iterator[None]:
    """Whatever a test did: exactly what all may see is in the index, at the address where it is."""
    Site.clear_site_root_paths_cache()
    yield
    shown = {page.pk: page.url for page in KnowledgePage.objects.visible() if page.url}
    found = dict(SearchDocument.objects.filter(concept=None).values_list("page", "url"))
    private = PageViewRestriction.objects.exists()
    assert found == shown or (private and found.items() <= shown.items())
    assert SearchText.objects.count() == SearchDocument.objects.count()
    Site.clear_site_root_paths_cache()
