"""That no page that is kept is made from a table whose changes are not watched, of all pages of the demo."""

import re

import pytest
from django.apps import apps
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from wijkwijzer.delivery.page_cache import middleware
from wijkwijzer.delivery.page_cache.unseen import is_unseen
from wijkwijzer.pages.models import KnowledgePage
from wijkwijzer.people.models import Person
from wijkwijzer.taxonomy.models import Theme

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]

# Written under a turn that moves the version in `SearchState`, which is watched (`search.indexing.writing`).
WITH_THE_INDEX = {"search_searchchange", "search_searchdocument", "search_searchtext", "search_searchword"}
OTHERS = ["/", "/themas/", "/begrippen/", "/gemeenten/", "/toegankelijkheid/", "/privacy/", "/sitemap.xml"]


def addresses(client: Client) -> list[str]:
    """All that the site map names, which has people, organisations, places and concepts too, and the rest by hand."""
    Person.objects.update(public_profile=True)  # nobody of the demo has a page of their own
    named = re.findall(r"<loc>http://testserver(/[^<]*)", client.get("/sitemap.xml").content.decode())
    for kind in ("/mensen/", "/organisaties/", "/begrippen/", "/gemeenten/"):
        assert any(address.startswith(kind) and address != kind for address in named), kind
    pages = [page.url for page in KnowledgePage.objects.visible()]
    lists = sorted({page.rpartition("/")[0].rpartition("/")[0] + "/" for page in pages})
    themes = [f"/themas/{theme.slug}/" for theme in Theme.objects.all()[:5]]
    feeds = [f"{address}feed/" for address in lists if address.count("/") == 2]
    return list(dict.fromkeys([*OTHERS, *named, *pages, *lists, *themes, *feeds]))


def test_no_page_that_is_kept_reads_a_table_that_is_not_watched(settings, monkeypatch):
    settings.PAGE_CACHE = True
    monkeypatch.setattr(middleware, "process", middleware._Process())
    unseen = {model._meta.db_table for model in apps.get_models(include_auto_created=True) if is_unseen(model)}
    unseen -= WITH_THE_INDEX
    client, read, kept = Client(), {}, 0
    for address in addresses(client):
        with CaptureQueriesContext(connection) as queries:
            response = client.get(address)
        if "ETag" not in response:
            continue
        kept += 1
        for query in queries.captured_queries:
            for table in set(re.findall(r'(?:FROM|JOIN) "(\w+)"', query["sql"])) & unseen:
                read.setdefault(table, (address, query["sql"][:300]))
    caches["pages"].clear()
    assert read == {}
    assert kept > 80
