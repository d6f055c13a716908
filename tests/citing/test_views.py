"""Citations, versions and the list of changes, by their addresses; first what a stranger may try."""

import json
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, PageViewRestriction

from tests.consent.scene import body, on_the_site
from tests.factories import (
    PUBLICATION_FACTORIES,
    CasePageFactory,
    ContentPageFactory,
    ImageFactory,
    MunicipalityFactory,
    OrganisationFactory,
    PersonFactory,
    PracticePageFactory,
    Targets,
    TipListPageFactory,
    UserFactory,
    WorkshopPageFactory,
)
from wijkwijzer.citing.formats import FORMS
from wijkwijzer.citing.models import Version
from wijkwijzer.gate.publishing import licence
from wijkwijzer.pages.models import Contribution, KnowledgePage, PageMunicipality, TellsAbout

pytestmark = pytest.mark.django_db
FIRST, SECOND = date(2026, 11, 24), date(2026, 12, 1)


@pytest.fixture
def on(monkeypatch: pytest.MonkeyPatch) -> Callable[[date], None]:
    """Set the day on which pages are published."""

    def set_day(day: date) -> None:
        monkeypatch.setattr("wijkwijzer.citing.freezing.timezone.localdate", lambda: day)

    return set_day


@pytest.fixture
def page(on: Callable[[date], None]) -> KnowledgePage:
    """Published on the first day; changed and published again on the second."""
    on(FIRST)
    page = PracticePageFactory(title="De huiskamer", slug="huiskamer", body=body(("text", "<p>De tekst van toen.</p>")))
    page.contributions = [
        Contribution(person=PersonFactory(name="Ada de Boer"), role="author"),
        Contribution(organisation=OrganisationFactory(name="Bureau Noord"), role="partner"),
    ]
    on_the_site(page)
    on(SECOND)
    change(page, "De kosten zijn bijgewerkt.", "De tekst van nu.")
    return page


def change(page: KnowledgePage, note: str, text: str) -> None:
    page.change_note, page.body = note, body(("text", f"<p>{text}</p>"))
    on_the_site(page)


def soup(client: Client, address: str, status: int = 200) -> BeautifulSoup:
    response = client.get(address)
    assert response.status_code == status, address
    return BeautifulSoup(response.content, "html.parser")


def addresses_below(page: Page) -> list[str]:
    return [
        f"{page.url}{rest}"
        for rest in ("citeer.ris", "citeer.bib", "citeer.json", "versie/", f"versie/{FIRST}/", f"versie/{SECOND}/")
    ]


class TestWhatAStrangerMayNotSee:
    def test_of_a_page_taken_offline_nothing_is_there(self, client: Client, page: KnowledgePage) -> None:
        addresses = addresses_below(page)
        assert {client.get(address).status_code for address in addresses} == {200}
        page.live = False
        page.save()
        for address in addresses:
            response = client.get(address)
            assert response.status_code == 404, address
            assert "De huiskamer" not in response.content.decode()

    def test_nor_of_a_draft(self, client: Client) -> None:
        draft = PracticePageFactory(title="Geheim", live=False)
        draft.save_revision()
        for address in addresses_below(draft):
            assert client.get(address).status_code == 404

    @pytest.mark.parametrize("above", [False, True])
    def test_a_page_that_is_private_now_asks_to_sign_in_as_the_page_does(
        self, client: Client, page: KnowledgePage, above: bool
    ) -> None:
        addresses = addresses_below(page)
        PageViewRestriction.objects.create(page=page.get_parent() if above else page, restriction_type="login")
        for address in [page.url, *addresses]:
            response = client.get(address)
            assert response.status_code == 302, address
            assert response.headers["Location"].startswith("/beheer/aanmelden/")
            assert response.content == b""
        client.force_login(UserFactory(), backend="django.contrib.auth.backends.ModelBackend")
        for address in addresses:
            response = client.get(address)
            assert response.status_code == 200
            assert "no-store" in response.headers["Cache-Control"]

    @pytest.mark.parametrize(
        "slug",
        ["2026-11-23", "2026-11-24-2", "2026-11-24-1", "2026-11-24-0", "2026-11-24-9999", "2026-13-01", "0000-00-00"],
    )
    def test_a_guessed_day_is_not_there(self, client: Client, page: KnowledgePage, slug: str) -> None:
        assert client.get(f"{page.url}versie/{slug}/").status_code == 404

    def test_nor_is_that_of_another_page(self, client: Client, page: KnowledgePage) -> None:
        other = PracticePageFactory(slug="ander")
        assert client.get(f"{other.url}versie/{FIRST}/").status_code == 404

    @pytest.mark.parametrize("rest", ["citeer.ris", "citeer.json", "versie/", f"versie/{FIRST}/"])
    def test_pages_that_are_no_publication_have_none(self, client: Client, rest: str) -> None:
        for address in ("/", ContentPageFactory().url, "/tips/", "/zoeken/", "/bestaat-niet/"):
            assert client.get(f"{address}{rest}").status_code == 404, address

    @pytest.mark.parametrize(
        "tail", ["a%00b", "%ff", "a" * 3000, "/".join(["a"] * 300), "%F0%9F%8F%98", "a;b", "9" * 60]
    )
    def test_hostile_addresses_are_not_there(self, client: Client, page: KnowledgePage, tail: str) -> None:
        for address in (
            *(f"/{tail}/{rest}" for rest in ("citeer.ris", "versie/", f"versie/{FIRST}/")),
            *(f"{page.url}{tail}/citeer.bib", f"{page.url}versie/{tail}/", f"{page.url}citeer.{tail}"),
        ):
            assert client.get(address).status_code == 404, address[:80]

    def test_an_image_that_was_taken_off_the_page_does_not_come_back(
        self, client: Client, on: Callable[[date], None]
    ) -> None:
        on(FIRST)
        gone, stays = ImageFactory(title="weg", description="Wie weg wilde"), ImageFactory(description="Een plein")
        page = PracticePageFactory(lead_image=gone)
        page.body = body(
            ("image", {"image": stays.pk, "caption": ""}), ("image", {"image": gone.pk, "caption": "Daar"})
        )
        on_the_site(page)
        text = client.get(f"{page.url}versie/{FIRST}/").content.decode()
        assert "Wie weg wilde" in text
        on(SECOND)
        page.lead_image, page.body = None, body(("image", {"image": stays.pk, "caption": ""}))
        on_the_site(page)
        text = client.get(f"{page.url}versie/{FIRST}/").content.decode()
        assert "Wie weg wilde" not in text
        assert "Daar" not in text
        assert "Een plein" in text
        assert "2 afbeeldingen van toen staan er niet meer bij." in " ".join(text.split())


class TestVersion:
    def test_it_shows_the_text_of_then_with_a_notice_and_for_no_search_engine(
        self, client: Client, page: KnowledgePage
    ) -> None:
        response = client.get(f"{page.url}versie/{FIRST}/")
        then = BeautifulSoup(response.content, "html.parser")
        assert "De tekst van toen." in then.main.get_text()
        assert "De tekst van nu." not in then.main.get_text()
        notice = then.select_one("main aside.notice")
        assert "Dit is de tekst zoals die op 24 november 2026 op de site stond." in " ".join(notice.get_text().split())
        assert notice.find("a", string="Lees de tekst van nu")["href"] == page.url
        assert response.headers["X-Robots-Tag"] == "noindex"
        assert then.select_one("meta[name=robots]")["content"] == "noindex"
        assert then.select_one("link[rel=canonical]")["href"] == page.full_url
        assert not response.cookies
        assert then.select_one(".readers") is None
        assert then.title.string == "De huiskamer, versie van 24 november 2026 | WijkWijzer"
        printed = " ".join(then.select_one(".print-only").get_text().split())
        assert printed == f"Deze pagina staat op {page.full_url}versie/2026-11-24/"
        words = " ".join(then.select_one(".citation").get_text().split())
        assert f"Versie van 24 november 2026. {page.full_url}versie/2026-11-24/" in words

    def test_the_page_itself_and_its_lists_say_nothing_of_it(self, client: Client, page: KnowledgePage) -> None:
        for address in (page.url, "/zoeken/?q=toen", "/sitemap.xml", "/praktijkvoorbeelden/feed/"):
            assert "versie/2026-11-24" not in client.get(address, follow=True).content.decode(), address
        assert "De tekst van nu." in client.get(page.url).content.decode()

    def test_a_version_of_now_does_not_change_by_a_small_improvement(self, client: Client, page: KnowledgePage) -> None:
        change(page, "", "De tekst van straks.")
        assert "De tekst van nu." in client.get(f"{page.url}versie/{SECOND}/").content.decode()
        assert "De tekst van straks." in client.get(page.url).content.decode()

    def test_a_page_below_with_such_an_address_keeps_it(self, client: Client, page: KnowledgePage) -> None:
        with licence():
            page.add_child(instance=PracticePageFactory.build(title="Een eigen pagina", slug="versie"))
        assert "Een eigen pagina" in soup(client, f"{page.url}versie/").h1.get_text()

    def test_it_is_at_the_address_that_the_page_has_now(self, client: Client, page: KnowledgePage) -> None:
        page.slug = "woonkamer"
        on_the_site(page)
        then = soup(client, f"{page.url}versie/{FIRST}/")
        assert page.url.endswith("/woonkamer/")
        assert then.select_one("link[rel=canonical]")["href"] == page.full_url
        assert f"{page.full_url}versie/2026-11-24/" in then.select_one(".citation").get_text()

    def test_who_and_what_is_gone_since_is_left_out(self, client: Client, on: Callable[[date], None]) -> None:
        on(FIRST)
        place, other = MunicipalityFactory(display_name="Verdwenen"), PracticePageFactory(title="Ooit verteld")
        page = PracticePageFactory()
        page.municipality_links = [PageMunicipality(municipality=place, role="subject")]
        page.tells_about = [TellsAbout(target=other.knowledgepage_ptr)]
        on_the_site(page)
        assert "Verdwenen" in client.get(f"{page.url}versie/{FIRST}/").content.decode()
        page.municipality_links, page.tells_about = [], []
        on_the_site(page)
        place.delete()
        other.delete()
        text = client.get(f"{page.url}versie/{FIRST}/").content.decode()
        assert "Verdwenen" not in text
        assert "Ooit verteld" not in text

    def test_a_report_of_then_links_to_its_cases(self, client: Client) -> None:
        report = WorkshopPageFactory()
        case = CasePageFactory(parent=report, summary="De samenvatting van de casus.")
        on_the_site(report)
        then = soup(client, f"{report.url}{report.versions.get().path}")
        assert then.find("a", href=case.url)
        assert "De samenvatting van de casus." not in then.get_text()

    def test_its_address_goes_along_when_the_page_is_renamed(self, client: Client, page: KnowledgePage) -> None:
        Redirect.add_redirect("/praktijkvoorbeelden/oud", page, is_permanent=True)
        response = client.get(f"/praktijkvoorbeelden/oud/versie/{FIRST}/")
        assert (response.status_code, response.headers["Location"]) == (301, f"{page.url}versie/{FIRST}/")
        page.live = False
        page.save()
        assert client.get(f"/praktijkvoorbeelden/oud/versie/{FIRST}/").status_code == 404


@pytest.mark.xdist_group("budgets of a version")
class TestWhatAVersionCosts:
    @pytest.mark.database("sqlite")
    @pytest.mark.parametrize("model", PUBLICATION_FACTORIES, ids=lambda model: model.__name__)
    def test_every_kind_has_versions_that_cost_the_same_with_2_and_with_20_of_everything(
        self, client: Client, model: type[KnowledgePage], twenty_targets: Targets
    ) -> None:
        counts = []
        for times in (2, 20):
            page = PUBLICATION_FACTORIES[model](**twenty_targets.links(times))
            on_the_site(page)
            address = f"{page.url}{page.versions.get().path}"
            assert soup(client, address).select_one("main aside.notice")
            client.get(address)  # makes what pages share, after a rendition that was made
            with CaptureQueriesContext(connection) as queries:
                client.get(address)
            counts.append(len(queries))
        assert counts[0] == counts[1]


class TestChanges:
    def test_the_list_says_what_changed_and_links_to_each(self, client: Client, page: KnowledgePage) -> None:
        change(page, "Er is een foto bij.", "Nog een tekst.")
        response = client.get(f"{page.url}versie/")
        lines = BeautifulSoup(response.content, "html.parser").select(".versions > li")
        assert [" ".join(line.get_text(" ").split()) for line in lines] == [
            "1 december 2026 (nummer 2 van die dag) Er is een foto bij.",
            "1 december 2026 De kosten zijn bijgewerkt.",
            "24 november 2026 De eerste tekst op deze site.",
        ]
        links = [line.a["href"] for line in lines]
        assert links == [f"{page.url}versie/{day}/" for day in ("2026-12-01-2", "2026-12-01", "2026-11-24")]
        texts = [client.get(link).content.decode() for link in links]
        assert [words in text for words, text in zip(("Nog een", "van nu", "van toen"), texts, strict=True)] == [
            True
        ] * 3
        assert response.headers["X-Robots-Tag"] == "noindex"

    def test_the_page_links_to_it(self, client: Client, page: KnowledgePage) -> None:
        assert soup(client, page.url).find("a", string="Bekijk eerdere versies")["href"] == f"{page.full_url}versie/"

    def test_a_page_without_versions_says_so(self, client: Client) -> None:
        page = PracticePageFactory()
        assert "nog geen versie bewaard" in client.get(f"{page.url}versie/").content.decode()
        assert "Bekijk eerdere versies" not in client.get(page.url).content.decode()


class TestCitation:
    def test_the_page_says_how_to_cite_it(self, client: Client, page: KnowledgePage) -> None:
        section = soup(client, page.url).select_one(".citation")
        assert " ".join(section.p.get_text().split()) == (
            "Ada de Boer (2023, 7 september). De huiskamer. WijkWijzer. Versie van 1 december 2026. "
            f"{page.full_url}versie/2026-12-01/"
        )
        for link in section.select("ul a"):
            assert client.get(link["href"]).status_code == 200

    @pytest.mark.parametrize("form", FORMS)
    def test_each_form_says_what_it_is(self, client: Client, page: KnowledgePage, form: str) -> None:
        response = client.get(f"{page.url}citeer.{form}")
        assert response.headers["Content-Type"] == FORMS[form].content_type
        assert response.headers["Content-Disposition"] == f'attachment; filename="huiskamer.{form}"'
        text = response.content.decode()
        assert "Ada de Boer" in text
        # Who helped is no author.
        assert "Bureau Noord" not in text
        assert f"{page.full_url}versie/2026-12-01/" in text
        assert not response.cookies

    def test_reference_managers_find_it_on_the_page(self, client: Client, page: KnowledgePage) -> None:
        head = soup(client, page.url).head
        said = {meta["name"]: meta["content"] for meta in head.select("meta[name^=citation_], meta[name^='DC.']")}
        assert said["citation_title"] == said["DC.title"] == "De huiskamer"
        assert said["citation_author"] == said["DC.creator"] == "Ada de Boer"
        assert (said["citation_publication_date"], said["DC.date"]) == ("2023/09/07", "2023-09-07")
        links = {link["type"]: link["href"] for link in head.select("link[rel=alternate][href*=citeer]")}
        assert len(links) == 3
        for kind, address in links.items():
            assert client.get(address).headers["Content-Type"].startswith(kind)

    def test_a_page_without_a_version_is_cited_itself(self, client: Client) -> None:
        page = TipListPageFactory(published_on=None)
        (item,) = json.loads(client.get(f"{page.url}citeer.json").content)
        assert item["URL"] == page.full_url
        assert "version" not in item

    def test_it_costs_the_page_no_query(self, client: Client, page: KnowledgePage, monkeypatch: Any) -> None:
        def count() -> int:
            for _time in range(2):
                client.get(page.url)  # makes what pages share, after renditions that were made
            with CaptureQueriesContext(connection) as queries:
                client.get(page.url)
            return len(queries)

        with_citation = count()
        assert b"Citeer dit" in client.get(page.url).content
        monkeypatch.setattr("wijkwijzer.citing.templatetags.citing_tags.citation_of", lambda *_: None)
        assert b"Citeer dit" not in client.get(page.url).content
        assert count() == with_citation


def test_a_version_is_of_the_day_in_the_netherlands(monkeypatch: pytest.MonkeyPatch, client: Client) -> None:
    late = timezone.make_aware(datetime(2026, 11, 24, 0, 30))
    monkeypatch.setattr("django.utils.timezone.now", lambda: late)
    page = PracticePageFactory()
    on_the_site(page)
    assert Version.objects.get(page=page).slug == "2026-11-24"
