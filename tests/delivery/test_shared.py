"""What pages share is made once, and anew at the next request after a change."""

import pytest
from django.core.cache import cache
from django.template import Context, Template
from django.test import RequestFactory
from wagtail.models import Site
from wagtail.models.sites import SITE_ROOT_PATHS_CACHE_KEY, SITE_ROOT_PATHS_CACHE_VERSION, SiteRootPath

from practices.models import PracticeIndexPage
from tests.factories import PracticePageFactory, ThemeFactory
from wijkwijzer.delivery.shared import ATTRIBUTE, VersionMiddleware, shared
from wijkwijzer.delivery.sites import know_roots
from wijkwijzer.pages.models import PageTheme

pytestmark = pytest.mark.django_db


def request_at(version):
    request = RequestFactory().get("/")
    setattr(request, ATTRIBUTE, version)
    return request


def test_it_is_made_once_a_version_and_not_without_one():
    made = []

    def make():
        made.append(1)
        return len(made)

    first, second = request_at("test-1"), request_at("test-2")
    assert [shared(first, "key", make), shared(first, "key", make), shared(second, "key", make)] == [1, 1, 2]
    assert shared(request_at(None), "key", make) == 3
    assert shared(None, "key", make) == 4


def test_an_older_request_does_not_bring_back_what_it_made():
    shared(request_at("new"), "key", lambda: "new")
    shared(request_at("old"), "key", lambda: "old")
    assert shared(request_at("new"), "key", lambda: "anew") == "anew"


def test_the_next_page_shows_a_change_of_what_is_shared(client):
    index = PracticeIndexPage.objects.get()
    page = PracticePageFactory(parent=index, title="Oude titel")
    theme = ThemeFactory(name="Oud thema")
    PageTheme.objects.create(content_object=page.knowledgepage_ptr, tag=theme)
    for _ in range(2):
        assert "Oude titel" in client.get(index.url).content.decode()
    page.title = "Nieuwe titel"
    page.save()
    theme.name = "Nieuw thema"
    theme.save()
    html = client.get(index.url).content.decode()
    assert "Nieuwe titel" in html and "Nieuw thema" in html and "Oude titel" not in html and "Oud thema" not in html
    page.live = False
    page.save()
    assert "Nieuwe titel" not in client.get(index.url).content.decode()


def test_a_form_that_is_sent_back_shares_nothing(rf):
    """It may have written what is taken back afterwards."""
    seen = []
    VersionMiddleware(lambda request: seen.append(getattr(request, ATTRIBUTE, None)))(rf.post("/"))
    VersionMiddleware(lambda request: seen.append(getattr(request, ATTRIBUTE, None)))(rf.get("/beheer/"))
    VersionMiddleware(lambda request: seen.append(getattr(request, ATTRIBUTE, None)))(rf.get("/"))
    assert seen[:2] == [None, None] and seen[2]


def test_a_preview_shares_nothing(rf):
    seen = []
    preview = rf.get("/")
    preview.is_dummy = True
    VersionMiddleware(lambda request: seen.append(getattr(request, ATTRIBUTE, None)))(preview)
    assert seen == [None]


def test_an_example_with_the_number_of_a_page_is_not_that_page(rf):
    stored = PracticePageFactory()
    template = Template("{% load shared_tags %}{% shared 'test' page %}{{ page.title }}{% endshared %}")
    request = request_at("test-example")
    example = type(stored)(pk=stored.pk, title="Voorbeeld")
    assert template.render(Context({"request": request, "page": example})) == "Voorbeeld"
    assert template.render(Context({"request": request, "page": stored})) == stored.title
    assert template.render(Context({"request": request, "page": example})) == "Voorbeeld"


def test_where_sites_begin_is_never_older_than_the_version(rf):
    """Wagtail throws its list away before a change is there for others, so one may be kept from before."""
    page = PracticePageFactory()
    old = [SiteRootPath(1, "/old/", "http://old", "nl")]
    cache.set(SITE_ROOT_PATHS_CACHE_KEY, old, version=SITE_ROOT_PATHS_CACHE_VERSION)
    know_roots([page], request_at("test-roots"))
    assert page.get_url().startswith("/praktijkvoorbeelden/")
    assert Site.get_site_root_paths() != old
