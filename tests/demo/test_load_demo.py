"""Loading the demo: complete, repeatable, and never over the work of others."""

import re
import stat
from datetime import timedelta
from html import unescape
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.test.utils.form_data import querydict_from_html

from portraits.models import MagazinePage, PortraitPage, PortraitSeriesPage
from practices.models import CasePage, PracticePage, TipIndexPage, TipListPage, WorkshopPage
from tests.factories import publish
from wijkwijzer.consent.models import Consent, LegalBasis
from wijkwijzer.consent.portrayed import people_without_basis, portraying_people
from wijkwijzer.demo.accounts import ACCOUNTS, accounts_file
from wijkwijzer.demo.documents import CONTENT_DIR, read_documents
from wijkwijzer.demo.loader import load_demo
from wijkwijzer.demo.markup import MarkupError, rich_text, stream
from wijkwijzer.freshness.reviews import pages_to_review
from wijkwijzer.gate.audit import differences
from wijkwijzer.pages.layout import index_page_types
from wijkwijzer.pages.models import Contribution, Freshness, KnowledgePage, SiteSettings
from wijkwijzer.people.models import Person
from wijkwijzer.publications.models import ArticlePage
from wijkwijzer.statements.models import StatementSettings
from wijkwijzer.taxonomy.models import Concept
from wijkwijzer.users.models import User
from wijkwijzer.users.roles import Role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]
TIPS = "vijf-tips-voor-verbinders"
# The sources of a recommendation are its evidence; tests/demo/test_recommendations.py is about those.
RECOMMENDATION = "aanbeveling"
# The pages about the five publications that all facts of the demo come from.
SOURCES = (
    "balanceren-en-bijeenbrengen",
    "community-builders-in-haagse-wijken",
    "peter-wijnsma-groningen",
    "rol-van-wijkverbinders-beter-benutten",
    "werkplaats-wijkgericht-werken-2023",
)


def test_every_content_file_becomes_a_live_page() -> None:
    slugs = {document.slug for document in read_documents() if document.type != "content"}
    assert set(KnowledgePage.objects.live().values_list("slug", flat=True)) == slugs


def test_a_second_loading_changes_nothing() -> None:
    revisions = set(KnowledgePage.objects.values_list("slug", "latest_revision"))
    report = load_demo()
    assert (report.made, report.updated, report.accounts) == ([], [], [])
    assert set(KnowledgePage.objects.values_list("slug", "latest_revision")) == revisions


def test_a_page_that_somebody_edited_is_left_alone() -> None:
    page = TipListPage.objects.get(slug=TIPS)
    page.title = "Door een redacteur gewijzigd"
    publish(page, user=User.objects.get(username="redacteur"))
    report = load_demo()
    assert report.left_alone == [page.slug]
    assert TipListPage.objects.get(slug=TIPS).title == "Door een redacteur gewijzigd"


def test_a_page_that_was_taken_offline_stays_offline() -> None:
    TipListPage.objects.get(slug=TIPS).unpublish()
    TipListPage.objects.update(title="Oude titel")
    assert TIPS in load_demo().left_alone
    assert not TipListPage.objects.get(slug=TIPS).live


def edit_settings(client: Client, model: type[SiteSettings | StatementSettings], name: str, value: str) -> None:
    """Change one field of the settings as somebody in the editors' site does."""
    client.force_login(User.objects.get(username="beheerder"))
    address = f"/beheer/settings/{model._meta.app_label}/{model._meta.model_name}/"
    address = client.get(address, follow=True).redirect_chain[-1][0]
    html = client.get(address).content.decode()
    forms = [querydict_from_html(html, form_index=place) for place in range(html.count("<form"))]
    form = next(form for form in forms if name in form)
    form[name] = value
    assert client.post(address, form).status_code == 302


@pytest.mark.parametrize(
    ("model", "name"), [(SiteSettings, "publisher"), (StatementSettings, "responsible")], ids=lambda value: str(value)
)
def test_settings_are_filled_and_those_that_somebody_edited_are_left_alone(
    client: Client, model: type[SiteSettings | StatementSettings], name: str
) -> None:
    assert getattr(model.objects.get(), name)
    model.objects.update(**{name: "Door een oude versie"})
    load_demo()
    assert getattr(model.objects.get(), name) != "Door een oude versie"
    edit_settings(client, model, name, "Door een beheerder")
    load_demo()
    assert getattr(model.objects.get(), name) == "Door een beheerder"


def test_every_list_has_an_introduction_and_an_edited_one_is_left_alone() -> None:
    for model in index_page_types():
        assert model.objects.get().introduction, model
    tips = TipIndexPage.objects.get()
    tips.introduction = "<p>Door een redacteur</p>"
    publish(tips, user=User.objects.get(username="redacteur"))
    load_demo()
    assert TipIndexPage.objects.get().introduction == "<p>Door een redacteur</p>"


def test_a_person_that_somebody_edited_is_left_alone() -> None:
    person = Person.objects.first()
    Person.objects.filter(pk=person.pk).update(function="Door een redacteur")
    load_demo()
    assert Person.objects.get(pk=person.pk).function != "Door een redacteur"
    Person.objects.filter(pk=person.pk).update(function="Door een redacteur")
    log(person, "wagtail.edit", user=User.objects.get(username="redacteur"))
    load_demo()
    assert Person.objects.get(pk=person.pk).function == "Door een redacteur"


def test_the_accounts_get_random_passwords_in_a_file_only_its_owner_reads() -> None:
    lines = accounts_file().read_text(encoding="utf-8").splitlines()
    assert stat.S_IMODE(accounts_file().stat().st_mode) == 0o600
    assert accounts_file().parent == Path(settings.DATA_DIR)
    passwords = {line.split()[0]: line.split()[1] for line in lines}
    assert set(passwords) == {account.username for account in ACCOUNTS}
    for username, password in passwords.items():
        assert len(password) >= 16
        assert User.objects.get(username=username).check_password(password)


def test_there_is_an_account_for_every_role_and_only_the_administrator_is_a_superuser() -> None:
    roles = {account.username: account.role for account in ACCOUNTS}
    assert set(roles.values()) == set(Role)
    for username, role in roles.items():
        user = User.objects.get(username=username)
        assert [group.name for group in user.groups.all()] == [role]
        assert user.is_superuser is (role == Role.ADMINISTRATOR)


def test_every_page_of_the_demo_came_through_the_gate_as_it_is() -> None:
    assert list(differences()) == []


def test_nothing_in_a_new_demo_is_due_to_be_looked_at_or_out_of_date() -> None:
    assert pages_to_review(timezone.localdate() + timedelta(days=300)) == []
    assert not Freshness.objects.filter(outdated_since__isnull=False).exists()


def test_nobody_in_the_demo_has_a_public_profile() -> None:
    assert Person.objects.exists()
    assert not Person.objects.filter(public_profile=True).exists()


def test_real_people_are_there_because_their_story_was_published_before() -> None:
    pages = KnowledgePage.objects.live().specific()
    portraying = [page for page in pages if portraying_people(page)]
    assert portraying
    for page in portraying:
        assert people_without_basis(page) == []
    bases = LegalBasis.objects.filter(page__live=True)
    assert {basis.basis for basis in bases} == {LegalBasis.Basis.JOURNALISM}
    assert all(basis.motivation.startswith("Eerder gepubliceerd: ") for basis in bases)
    # Nobody is made to have said yes.
    assert not Consent.objects.filter(page__live=True).exists()


def test_sunny_selwerd_and_wijkbedrijf_selwerd_are_one_practice() -> None:
    practice = PracticePage.objects.get(slug="wijkbedrijf-selwerd")
    assert {"Sunny Selwerd", "Wijkbedrijf Selwerd"} <= set(practice.other_name_list)


def test_a_visitor_walks_from_home_to_the_practice_the_portrait_and_the_case(client: Client) -> None:
    home = client.get("/").content.decode()
    assert 'href="/praktijkvoorbeelden/"' in home
    assert (
        PracticePage.objects.get(slug="wijkbedrijf-selwerd").url in client.get("/praktijkvoorbeelden/").content.decode()
    )
    practice = client.get("/praktijkvoorbeelden/wijkbedrijf-selwerd/").content.decode()
    portrait = PortraitPage.objects.get(slug="peter-wijnsma-groningen")
    case = CasePage.objects.get(slug="wijkcentrum-onder-druk-veldhoven")
    assert portrait.url in practice
    assert case.url in practice
    assert client.get(portrait.url).status_code == client.get(case.url).status_code == 200


def test_every_publication_names_its_sources_last(client: Client) -> None:
    for page in KnowledgePage.objects.live().exclude(kind=RECOMMENDATION):
        assert page.sources, page.slug
        headings = re.findall(
            r"<h2[^>]*>([^<]*)</h2>", client.get(page.url).content.decode().split("reading__aside")[0]
        )
        assert headings[-1] == "Bron", (page.slug, headings)


def test_every_publication_leads_to_our_page_about_its_source_and_that_one_to_the_site_of_the_original(
    client: Client,
) -> None:
    sources = {page.slug: page for page in KnowledgePage.objects.filter(slug__in=SOURCES)}
    assert len(sources) == len(SOURCES)
    for source in sources.values():
        assert source.earlier_url
        assert f'href="{source.earlier_url}"' in client.get(source.url).content.decode()
    links = {f'href="{source.url}' for source in sources.values()}
    for page in KnowledgePage.objects.live().exclude(slug__in=SOURCES).exclude(kind=RECOMMENDATION):
        text = client.get(page.url).content.decode().partition('<section class="sources"')[2].partition("</section>")[0]
        assert any(link in text for link in links), page.slug


def test_nobody_is_quoted_in_the_demo(client: Client) -> None:
    assert not PortraitPage.objects.exclude(pull_quotes=[]).exists()
    for page in KnowledgePage.objects.live():
        assert "quote" not in {block.block_type for block in page.body}, page.slug
        assert "geciteerd" not in client.get(page.url).content.decode(), page.slug


def test_no_page_of_the_demo_says_that_somebody_else_wrote_its_text() -> None:
    assert set(Contribution.objects.values_list("role", flat=True)) == {Contribution.Role.SOURCE}


def test_every_page_of_the_demo_answers(client: Client) -> None:
    for page in KnowledgePage.objects.live():
        assert client.get(page.url).status_code == 200, page.slug


@pytest.mark.database("sqlite")
def test_every_internal_link_of_the_demo_leads_somewhere(client: Client) -> None:
    """Of lists as a filter shows them one of each kind of filter, of PDFs one of each kind of page: which is
    chosen makes no difference."""
    links: dict[tuple[str, ...], str] = {}
    for page in KnowledgePage.objects.live():
        for link in re.findall(r'<a [^>]*href="(/[^"#]*)', client.get(page.url).content.decode()):
            address = urlsplit(unescape(link))
            place = re.sub(r"^(/[^/]+/).*/pdf/$", r"\1*/pdf/", address.path)
            links[place, *(name for name, value in parse_qsl(address.query))] = unescape(link)
    assert len(links) > 150
    broken = [link for link in sorted(links.values()) if client.get(link, follow=True).status_code != 200]
    assert broken == []


def test_the_workshop_reads_as_one_report_with_its_three_cases(client: Client) -> None:
    text = client.get(WorkshopPage.objects.get().url).content.decode()
    for case in CasePage.objects.all():
        assert case.title in text
        assert f'href="{case.url}"' in text


def test_no_page_of_the_demo_holds_a_telephone_number() -> None:
    files = [*CONTENT_DIR.rglob("*.md"), *CONTENT_DIR.rglob("*.yaml")]
    assert len(files) > 48
    for file in files:
        assert not re.search(r"(\b0|\+31[ -]?(\(0\))?)\d([ -]?\d){7,9}\b", file.read_text(encoding="utf-8")), file.name


def test_every_publication_has_150_to_600_words() -> None:
    counts = {page.slug: page.word_count for page in KnowledgePage.objects.live()}
    assert {slug: count for slug, count in counts.items() if not 150 <= count <= 600} == {}


def test_the_demo_has_enough_publications_for_lists_filters_and_paging(client: Client) -> None:
    assert KnowledgePage.objects.live().count() >= 36
    assert client.get("/praktijkvoorbeelden/?pagina=2").context["page_obj"].number == 2


def test_the_magazine_shows_three_portraits_of_the_series_and_says_that_it_named_six(client: Client) -> None:
    magazine = MagazinePage.objects.get()
    text = client.get(magazine.url).content.decode()
    portraits = [chapter for chapter in magazine.chapter_pages if isinstance(chapter, PortraitPage)]
    assert len(portraits) == 3
    assert {portrait.series for portrait in portraits} == {PortraitSeriesPage.objects.live().get()}
    assert "zes portretten" in text
    assert len(magazine.tips) == 5


def test_the_study_of_wijkverbinders_has_four_roles_four_solutions_and_its_slides(client: Client) -> None:
    study = ArticlePage.objects.get(slug="rol-van-wijkverbinders-beter-benutten")
    text = client.get(study.url).content.decode()
    assert [block.block_type for block in study.body].count("slides") == 1
    for part in ("Katwijk", "Leidschendam-Voorburg", "Maassluis", "vijftien", "Vier rollen", "Vier oplossingen"):
        assert part.lower() in text.lower()


def test_a_lead_picture_has_a_maker_and_words_for_who_does_not_see_it() -> None:
    pictures = [page.lead_image for page in KnowledgePage.objects.live() if page.lead_image]
    assert pictures
    assert all(picture.credit and picture.description for picture in pictures)


# --- The thesaurus ---------------------------------------------------------------------------------------------------

JOB_TITLES = (
    "verbinder", "wijkverbinder", "boundary spanner", "gebiedsmanager", "gebiedswerker", "stadsmarinier", "wijkmanager",
    "wijkregisseur", "gebiedsregisseur", "wijkcoördinator", "wijkadviseur", "wijkambtenaar", "community builder",
    "ideeënmakelaar", "opbouwwerker", "verbindingsambtenaar", "verbindingsofficier", "wijkprofessional",
)  # fmt: skip


def concept_called(word: str) -> Concept:
    """The one concept that has a word as its term or as another word."""
    (concept,) = [
        concept
        for concept in Concept.objects.all()
        if word in {name.lower() for name in (concept.term, *concept.alternatives)}
    ]
    return concept


def family(word: str) -> str:
    """The concept at the top, above what a word is called by."""
    concept = concept_called(word)
    while concept.broader:
        concept = concept.broader
    return concept.slug


def test_every_job_title_of_the_sources_is_in_the_thesaurus_and_in_one_family() -> None:
    assert {word: family(word) for word in JOB_TITLES} == dict.fromkeys(JOB_TITLES, "verbinder")


def test_the_thesaurus_has_enough_concepts_each_word_once_with_its_meaning_and_its_source() -> None:
    concepts = list(Concept.objects.all())
    words = [name.lower() for concept in concepts for name in (concept.term, *concept.alternatives)]
    assert len(concepts) >= 25
    assert sorted(words) == sorted(set(words))
    assert all(concept.definition and concept.source for concept in concepts)


@pytest.mark.parametrize(
    ("word", "other"),
    [
        ("wijkplan", "wijkagenda"),
        ("buurtagenda", "wijkagenda"),
        ("asset mapping", "sociale kaart"),
        ("buurthuis", "wijkcentrum"),
        ("dorpshuis", "wijkcentrum"),
    ],
)
def test_words_that_belong_together_are_in_one_family(word: str, other: str) -> None:
    assert family(word) == family(other)


def test_what_breda_calls_a_wijkagenda_is_no_other_word_for_wijkplan() -> None:
    assert concept_called("buurtagenda") == concept_called("wijkplan") != concept_called("wijkagenda")
    assert "Breda" in concept_called("wijkagenda").definition
    assert "wijkplan" in concept_called("wijkagenda").definition


def no_page(slug: str) -> int:
    raise KeyError(slug)


def test_a_link_to_a_page_becomes_a_link_by_id() -> None:
    assert rich_text("[hier](pagina:plek)", lambda slug: 7) == '<p><a linktype="page" id="7">hier</a></p>'


def test_a_container_that_is_never_closed_is_named_with_its_line() -> None:
    with pytest.raises(MarkupError, match="line 2"):
        stream("tekst\n::: steps\nsteps: []", no_page, name="x", municipality_ids=no_page)


def test_an_unknown_container_is_named_with_its_line() -> None:
    with pytest.raises(MarkupError, match="no block called `stepz`"):
        stream("::: stepz\n:::", no_page, name="x", municipality_ids=no_page)


def test_the_same_text_gives_the_same_block_ids() -> None:
    def ids() -> list[str]:
        return [block["id"] for block in stream("## Kop\n\ntekst", no_page, name="x", municipality_ids=no_page)]

    assert ids() == ids()
    assert len(set(ids())) == 2
