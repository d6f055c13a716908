"""A question that is put into SQL once gives what the queryset gives, for every value."""

import pytest
from django.db import connection
from django.db.models import Exists, F, OuterRef
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from tests.factories import ArticlePageFactory, PracticePageFactory, ThemeFactory
from wijkwijzer.delivery import prepared as module
from wijkwijzer.delivery.prepared import Listing, prepared
from wijkwijzer.delivery.shared import ATTRIBUTE
from wijkwijzer.pages.models import KnowledgePage, PageTheme

pytestmark = pytest.mark.django_db


@prepared
def titled(title, page_ids):
    return KnowledgePage.objects.filter(title=title, pk__in=page_ids).order_by("pk")


@prepared
def beginning_with(text):
    return Page.objects.filter(title__startswith=text).order_by("pk").values_list("title", flat=True)


@prepared
def with_theme(theme_id, *, newest_first):
    links = PageTheme.objects.filter(content_object=OuterRef("pk"), tag=theme_id)
    pages = KnowledgePage.objects.select_related("lead_image").annotate(has=Exists(links), same=F("title"))
    return pages.filter(has=True).order_by("-pk" if newest_first else "pk")


@pytest.fixture
def pages():
    return [ArticlePageFactory(title="Een"), ArticlePageFactory(title="Een"), PracticePageFactory(title="Twee")]


@pytest.mark.parametrize("count", [0, 1, 2, 3, 5, 300])
def test_lists_of_every_length_give_the_same(pages, count):
    ids = [*(page.pk for page in pages), *range(10**6, 10**6 + 300)][:count]
    for title in ("Een", "Twee", "Drie"):
        wanted = list(KnowledgePage.objects.filter(title=title, pk__in=ids).order_by("pk"))
        assert titled(title, ids) == wanted
        assert titled.keys(title, ids) == [page.pk for page in wanted]
        assert titled.among(ids[:2], title, ids) == [page for page in wanted if page.pk in ids[:2]]


def test_the_answer_is_of_now_and_never_kept(pages):
    ids = [page.pk for page in pages]
    assert len(titled("Een", ids)) == 2
    Page.objects.filter(pk=pages[2].pk).update(title="Een")
    assert len(titled("Een", ids)) == 3


@pytest.mark.parametrize("text", ["50%", "50", "_", "a\\b", "", "\ue000", "'; --"])
def test_signs_that_mean_something_in_a_pattern_are_letters(text):
    for title in ("50% meer", "500 mensen", "_onder", "a\\b", "aXb", "\ue000", "'; --"):
        ArticlePageFactory(title=title)
    wanted = Page.objects.filter(title__startswith=text).order_by("pk").values_list("title", flat=True)
    assert beginning_with(text) == list(wanted)


@pytest.mark.parametrize("newest_first", [True, False])
def test_relations_and_annotations_come_along(pages, newest_first):
    theme = ThemeFactory()
    for page in pages[:2]:
        PageTheme.objects.create(content_object=page.knowledgepage_ptr, tag=theme)
    found = with_theme(theme.pk, newest_first=newest_first)
    assert [page.pk for page in found] == sorted((page.pk for page in pages[:2]), reverse=newest_first)
    with CaptureQueriesContext(connection) as queries:
        assert [(page.has, page.same, page.lead_image) for page in found] == [(True, "Een", None)] * 2
    assert not queries.captured_queries


@pytest.mark.parametrize("version", [None, "test-listing"])
def test_a_listing_is_cut_and_counted_as_a_queryset(rf, pages, version):
    request, theme = rf.get("/"), ThemeFactory()
    setattr(request, ATTRIBUTE, version)
    for page in pages:
        PageTheme.objects.create(content_object=page.knowledgepage_ptr, tag=theme)
    for _ in range(2):
        listing = Listing(request, with_theme, theme.pk, newest_first=False)
        assert (listing.count(), [page.pk for page in listing[1:3]]) == (3, [page.pk for page in pages[1:]])
    assert (Listing(request, with_theme, 0, newest_first=False).count(), listing[3:5]) == (0, [])


def test_what_is_taken_away_while_a_listing_is_shared_is_left_out(rf, pages):
    """The order is of the beginning of the request, the rows are of now."""
    request, ids = rf.get("/"), [page.pk for page in pages]
    setattr(request, ATTRIBUTE, "test-taken-away")
    assert len(Listing(request, titled, "Een", ids)[0:5]) == 2
    Page.objects.filter(pk=ids[0]).update(title="Anders")
    assert [page.pk for page in Listing(request, titled, "Een", ids)[0:5]] == ids[1:2]


def test_the_sql_is_made_once(pages, monkeypatch):
    beginning_with("Ee")
    monkeypatch.setattr(module, "_prepare", None)
    assert beginning_with("Tw") == ["Twee"]


@pytest.mark.parametrize(
    "build",
    [
        lambda title: Page.objects.filter(title__icontains=title),
        lambda title: Page.objects.filter(title=title[:2]),
        lambda title: Page.objects.all(),
        lambda title: KnowledgePage.objects.for_cards().filter(title=title),
        lambda title: Page.objects.filter(title=title).values("title"),
    ],
    ids=["in a pattern", "looked at", "not used", "with a prefetch", "as dictionaries"],
)
def test_what_cannot_be_prepared_is_refused(build):
    with pytest.raises(TypeError):
        prepared(build)("Een")
