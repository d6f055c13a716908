"""Loading the demo: complete, repeatable, and never over the work of others."""

import re
import stat
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.test import Client
from wagtail.log_actions import log

from portraits.models import PortraitPage
from practices.models import CasePage, PracticePage, TipListPage, WorkshopPage
from tests.factories import PortraitPageFactory, UserFactory
from wijkwijzer.demo.accounts import ACCOUNTS, accounts_file
from wijkwijzer.demo.documents import read_documents
from wijkwijzer.demo.loader import DemoRefusedError, load_demo
from wijkwijzer.demo.markup import MarkupError, rich_text, stream
from wijkwijzer.pages.models import KnowledgePage
from wijkwijzer.people.models import Person
from wijkwijzer.users.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def demo() -> None:
    accounts_file().unlink(missing_ok=True)
    load_demo()


def test_every_content_file_becomes_a_live_page(demo: None) -> None:
    slugs = {document.slug for document in read_documents() if document.type != "content"}
    assert set(KnowledgePage.objects.live().values_list("slug", flat=True)) == slugs


def test_a_second_loading_changes_nothing(demo: None) -> None:
    revisions = set(KnowledgePage.objects.values_list("slug", "latest_revision"))
    report = load_demo()
    assert (report.made, report.updated, report.accounts) == ([], [], [])
    assert set(KnowledgePage.objects.values_list("slug", "latest_revision")) == revisions


def test_a_page_that_somebody_edited_is_left_alone(demo: None) -> None:
    page = TipListPage.objects.get()
    page.title = "Door een redacteur gewijzigd"
    page.save_revision(user=User.objects.get(username="redacteur")).publish()
    report = load_demo()
    assert report.left_alone == [page.slug]
    assert TipListPage.objects.get().title == "Door een redacteur gewijzigd"


def test_a_page_that_was_taken_offline_stays_offline(demo: None) -> None:
    TipListPage.objects.get().unpublish()
    TipListPage.objects.update(title="Oude titel")
    assert TipListPage.objects.get().slug in load_demo().left_alone
    assert not TipListPage.objects.get().live


def test_a_person_that_somebody_edited_is_left_alone(demo: None) -> None:
    person = Person.objects.first()
    Person.objects.filter(pk=person.pk).update(function="Door een redacteur")
    load_demo()
    assert Person.objects.get(pk=person.pk).function != "Door een redacteur"
    Person.objects.filter(pk=person.pk).update(function="Door een redacteur")
    log(person, "wagtail.edit", user=User.objects.get(username="redacteur"))
    load_demo()
    assert Person.objects.get(pk=person.pk).function == "Door een redacteur"


def test_the_demo_refuses_where_accounts_of_others_exist() -> None:
    UserFactory()
    with pytest.raises(DemoRefusedError, match="account"):
        load_demo()
    assert not KnowledgePage.objects.exists()


def test_the_demo_refuses_where_pages_of_others_exist() -> None:
    PortraitPageFactory(title="Van een ander")
    with pytest.raises(DemoRefusedError, match="Van een ander"):
        load_demo()
    assert not User.objects.exists()


def test_the_command_says_a_refusal_in_one_sentence() -> None:
    UserFactory()
    with pytest.raises(CommandError, match="not loaded"):
        call_command("load_demo")


def test_if_empty_does_nothing_where_anything_is() -> None:
    UserFactory()
    call_command("load_demo", if_empty=True)
    assert not KnowledgePage.objects.exists()


def test_the_accounts_get_random_passwords_in_a_file_only_its_owner_reads(demo: None) -> None:
    lines = accounts_file().read_text(encoding="utf-8").splitlines()
    assert stat.S_IMODE(accounts_file().stat().st_mode) == 0o600
    assert accounts_file().parent == Path(settings.DATA_DIR)
    passwords = {line.split()[0]: line.split()[1] for line in lines}
    assert set(passwords) == {account.username for account in ACCOUNTS}
    for username, password in passwords.items():
        assert len(password) >= 16
        assert User.objects.get(username=username).check_password(password)


def test_the_editor_may_publish_and_is_no_superuser(demo: None) -> None:
    editor = User.objects.get(username="redacteur")
    assert not editor.is_superuser
    assert PortraitPage.objects.get().permissions_for_user(editor).can_publish()


def test_nobody_in_the_demo_has_a_public_profile(demo: None) -> None:
    assert Person.objects.exists()
    assert not Person.objects.filter(public_profile=True).exists()


def test_sunny_selwerd_and_wijkbedrijf_selwerd_are_one_practice(demo: None) -> None:
    practice = PracticePage.objects.get(slug="wijkbedrijf-selwerd")
    assert {"Sunny Selwerd", "Wijkbedrijf Selwerd"} <= set(practice.other_name_list)


def test_a_visitor_walks_from_home_to_the_practice_the_portrait_and_the_case(demo: None, client: Client) -> None:
    home = client.get("/").content.decode()
    assert 'href="/praktijkvoorbeelden/"' in home
    assert (
        PracticePage.objects.get(slug="wijkbedrijf-selwerd").url in client.get("/praktijkvoorbeelden/").content.decode()
    )
    practice = client.get("/praktijkvoorbeelden/wijkbedrijf-selwerd/").content.decode()
    portrait, case = PortraitPage.objects.get(), CasePage.objects.get(slug="wijkcentrum-onder-druk-veldhoven")
    assert portrait.url in practice
    assert case.url in practice
    assert client.get(portrait.url).status_code == client.get(case.url).status_code == 200


def test_every_page_names_its_source(demo: None, client: Client) -> None:
    for page in KnowledgePage.objects.live():
        assert page.earlier_site, page.slug
        assert page.earlier_site in client.get(page.url).content.decode()


def test_every_page_of_the_demo_answers(demo: None, client: Client) -> None:
    for page in KnowledgePage.objects.live():
        assert client.get(page.url).status_code == 200, page.slug


def test_every_internal_link_of_the_demo_leads_somewhere(demo: None, client: Client) -> None:
    links: set[str] = set()
    for page in KnowledgePage.objects.live():
        links |= set(re.findall(r'<a [^>]*href="(/[^"#]*)', client.get(page.url).content.decode()))
    assert links
    broken = [link for link in sorted(links) if client.get(link, follow=True).status_code != 200]
    assert broken == []


def test_the_workshop_reads_as_one_report_with_its_three_cases(demo: None, client: Client) -> None:
    text = client.get(WorkshopPage.objects.get().url).content.decode()
    for case in CasePage.objects.all():
        assert case.title in text
        assert f'href="{case.url}"' in text


def test_no_page_of_the_demo_holds_a_telephone_number(demo: None) -> None:
    for document in read_documents():
        text = document.path.read_text(encoding="utf-8")
        assert not re.search(r"\b0\d([ -]?\d){7,9}\b", text), document.slug


def test_every_publication_has_150_to_600_words(demo: None) -> None:
    for page in KnowledgePage.objects.live():
        assert 150 <= page.word_count <= 600, (page.slug, page.word_count)


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
