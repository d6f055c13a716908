"""The PDF of a publication at its address: who gets it, when it is made, and what a reader is told where it is not."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page, PageViewRestriction

from portraits.models import MagazineChapter, PortraitPage
from tests.factories import (
    PUBLICATION_FACTORIES,
    MagazinePageFactory,
    PersonFactory,
    PortraitPageFactory,
    PortraitSeriesPageFactory,
    PracticePageFactory,
    ThemeFactory,
    UserFactory,
    link_everything,
)
from wijkwijzer.pages.models import Freshness, KnowledgePage, PagePerson, PageTheme
from wijkwijzer.printing.engine import PdfBusy, PdfFailed, PdfRefused, PdfUnavailable

from .conftest import Press

pytestmark = pytest.mark.django_db
SECRET = "Geheime titel"
DETAIL = 20


@pytest.fixture(autouse=True)
def _fresh() -> None:
    cache.clear()


def address(page: Page) -> str:
    return f"{page.url}pdf/"


# --- What it is ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("model", PUBLICATION_FACTORIES, ids=lambda model: model.__name__)
def test_every_publication_offers_its_pdf(client: Client, press: Press, model: type[KnowledgePage]) -> None:
    page = PUBLICATION_FACTORIES[model](title="Een straat vol “ideeën”", slug="straat")
    html = client.get(page.url).content.decode()
    assert f'href="{address(page)}"' in html
    response = client.get(address(page))
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["Content-Disposition"] == 'inline; filename="een-straat-vol-ideeen.pdf"'
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert response.headers["Link"] == f'<{page.full_url}>; rel="canonical"'
    assert response.headers["Last-Modified"] if page.last_published_at else True
    assert not response.cookies
    assert b"Een straat vol" in response.content


def test_what_search_engines_are_sent_to_is_that_of_the_page(client: Client, press: Press) -> None:
    original = {"earlier_url": "https://elders.example/stuk", "canonical_to_earlier": True}
    response = client.get(address(PracticePageFactory(**original)))
    assert response.headers["Link"] == '<https://elders.example/stuk>; rel="canonical"'


def test_there_is_nothing_on_paper_to_click_on_or_to_fill_in(client: Client, press: Press) -> None:
    client.get(address(PracticePageFactory()))
    for part in ("<form", "<script", '<header class="site-header', "Wat vind je van deze pagina", "Download als PDF"):
        assert part not in press.made[0]


def test_an_editor_gets_what_every_reader_gets(client: Client, press: Press) -> None:
    page = PracticePageFactory()
    client.get(address(page))
    client.force_login(UserFactory(is_superuser=True), "django.contrib.auth.backends.ModelBackend")
    assert client.get(address(page)).status_code == 200
    assert len(press.made) == 1


def test_only_reading_is_asked_of_it(client: Client, press: Press) -> None:
    assert client.post(address(PracticePageFactory())).status_code == 405


def test_a_list_has_no_pdf_and_a_page_may_be_called_so(client: Client, press: Press) -> None:
    assert client.get("/portretten/pdf/").status_code == 404
    assert client.get("/themas/pdf/").status_code == 404
    page = PortraitPageFactory(slug="pdf", title="De heer Pdf")
    assert page.url == "/portretten/pdf/"
    response = client.get(page.url)
    assert "De heer Pdf" in response.content.decode()
    assert response.headers["Content-Type"].startswith("text/html")
    assert press.made == []


# --- When it is made -------------------------------------------------------------------------------------------------


def test_it_is_made_once(client: Client, press: Press) -> None:
    page = PracticePageFactory()
    first, second = client.get(address(page)), client.get(address(page), headers={"host": "127.0.0.1"})
    assert len(press.made) == 1
    assert first.content == second.content
    again = client.get(address(page), headers={"if-none-match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]


def rename_person(page: PortraitPage) -> None:
    person = page.person_links.first().person
    person.name = "Een andere naam"
    person.save()


def rename_theme(page: PortraitPage) -> None:
    theme = page.theme_links.first().tag
    theme.name = "Een ander thema"
    theme.save()


def mark_outdated(page: PortraitPage) -> None:
    Freshness.objects.update_or_create(page=page.knowledgepage_ptr, defaults={"outdated_since": "2026-01-01"})


def replace(page: PortraitPage) -> None:
    new = PracticePageFactory(title="De opvolger").knowledgepage_ptr
    Freshness.objects.update_or_create(page=page.knowledgepage_ptr, defaults={"replaced_by": new})


def publish_again(page: PortraitPage) -> None:
    page.summary = "Een andere samenvatting."
    page.save()


@pytest.mark.parametrize("change", [rename_person, rename_theme, mark_outdated, replace, publish_again])
def test_it_is_made_anew_with_whatever_changes_on_the_page(
    client: Client, press: Press, printing_root: Any, change: Callable[[PortraitPage], None]
) -> None:
    page = PortraitPageFactory()
    page.person_links = [PagePerson(person=PersonFactory(), role="portrayed")]
    page.theme_links = [PageTheme(tag=ThemeFactory())]
    page.save()
    before = client.get(address(page))
    change(PortraitPage.objects.get(pk=page.pk))
    after = client.get(address(page))
    assert before.headers["ETag"] != after.headers["ETag"]
    assert len(press.made) == 2
    assert len(list(printing_root.glob("pages/*/*"))) == 1


def series_of(times: int) -> KnowledgePage:
    series = PortraitSeriesPageFactory()
    for _ in range(times):
        link_everything(PortraitPageFactory(series=series))
    return series


def magazine_of(times: int) -> KnowledgePage:
    magazine = MagazinePageFactory()
    magazine.chapters = [
        MagazineChapter(page=portrait.knowledgepage_ptr) for portrait in series_of(times).portraits.all()
    ]
    magazine.save()
    return magazine


def practice_with(times: int) -> KnowledgePage:
    practice = PracticePageFactory()
    link_everything(practice, times)
    return practice


@pytest.mark.parametrize("make", [series_of, magazine_of, practice_with])
def test_it_costs_no_more_queries_with_more_on_it(
    client: Client, press: Press, make: Callable[[int], KnowledgePage]
) -> None:
    counts = []
    for times in (2, 5):
        page = make(times)
        client.get(address(page))
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address(page)).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] <= DETAIL


# --- Who gets it -----------------------------------------------------------------------------------------------------


def unpublish(page: KnowledgePage) -> None:
    Page.objects.filter(pk=page.pk).update(live=False)


def restrict(page: KnowledgePage) -> None:
    PageViewRestriction.objects.bulk_create([PageViewRestriction(page=page.page_ptr, restriction_type="login")])


def restrict_above(page: KnowledgePage) -> None:
    above = PageViewRestriction(page=page.get_parent(), restriction_type="password", password="x")
    PageViewRestriction.objects.bulk_create([above])


@pytest.mark.parametrize("signed_in", [False, True])
@pytest.mark.parametrize("hide", [unpublish, restrict, restrict_above])
def test_a_page_that_is_hidden_has_no_pdf_although_it_was_made(
    client: Client, press: Press, hide: Callable[[KnowledgePage], None], signed_in: bool
) -> None:
    """Hidden behind the back of every signal, so that the file is still there."""
    page = PortraitPageFactory(title=SECRET)
    etag = client.get(address(page)).headers["ETag"]
    hide(page)
    by_itself = Client().get(page.url)
    if signed_in:
        client.force_login(UserFactory(is_superuser=True), "django.contrib.auth.backends.ModelBackend")
    for headers in ({}, {"if-none-match": etag}):
        response = client.get(address(page), headers=headers)
        assert response.status_code == by_itself.status_code
        assert SECRET.encode() not in response.content
        assert response.headers.get("Location", "") == by_itself.headers.get("Location", "")
        assert response.headers["Content-Type"].startswith("text/html")
    assert len(press.made) == 1


def test_a_hidden_chapter_is_not_in_a_magazine_nor_a_hidden_portrait_in_its_series(
    client: Client, press: Press
) -> None:
    series = PortraitSeriesPageFactory()
    shown = PortraitPageFactory(series=series, title="Openbare titel")
    pages = [PortraitPageFactory(series=series, title=f"{SECRET} {n}") for n in range(3)]
    magazine = MagazinePageFactory()
    magazine.chapters = [MagazineChapter(page=page.knowledgepage_ptr) for page in (shown, *pages)]
    magazine.save()
    for bundle in (series, magazine):
        assert client.get(address(bundle)).content.decode().count(SECRET) >= 3
    unpublish(pages[0])
    restrict(pages[1])
    pages[2].delete()
    for bundle in (series, magazine):
        text = client.get(address(bundle)).content.decode()
        assert SECRET not in text
        assert "Openbare titel" in text


def test_a_page_that_is_hidden_while_its_pdf_is_made_leaves_no_file(
    client: Client, printing_root: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = PortraitPageFactory()

    def make(html: str, *, base_url: str) -> bytes:
        unpublish(page)
        return b"%PDF"

    monkeypatch.setattr("wijkwijzer.printing.views.make_pdf", make)
    client.get(address(page))
    assert list(printing_root.glob("pages/*/*")) == []


# --- What a reader is told -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("error", "words", "retry_after"),
    [
        (PdfUnavailable(), "PDF maken kan op deze server niet", None),
        (PdfBusy(), "Wacht een halve minuut", "20"),
        (PdfRefused(), "lukt het niet om een PDF te maken", "3600"),
        (PdfFailed(), "lukt het niet om een PDF te maken", "3600"),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else "",
)
def test_where_there_is_no_pdf_a_page_says_what_to_do(
    client: Client, press: Press, error: Exception, words: str, retry_after: str | None
) -> None:
    page = PracticePageFactory()
    press.error = error
    response = client.get(address(page))
    assert response.status_code == 503
    assert response.headers.get("Retry-After") == retry_after
    assert words in response.content.decode()
    assert f'href="{page.url}"' in response.content.decode()


@pytest.mark.parametrize(("error", "tries"), [(PdfFailed(), 1), (PdfRefused(), 1), (PdfBusy(), 2)])
def test_what_failed_is_not_tried_again_until_the_page_changes(
    client: Client, press: Press, error: Exception, tries: int
) -> None:
    page = PracticePageFactory()
    press.error = error
    for _ in range(2):
        assert client.get(address(page)).status_code == 503
    assert len(press.made) == tries
    press.error = None
    page.summary = "Korter."
    page.save()
    assert client.get(address(page)).status_code == 200


def test_where_this_server_cannot_the_page_says_so_instead_of_a_link(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("wijkwijzer.printing.templatetags.printing_tags.is_available", lambda: False)
    page = PracticePageFactory()
    html = client.get(page.url).content.decode()
    assert "PDF maken kan op deze server niet" in html
    assert address(page) not in html
