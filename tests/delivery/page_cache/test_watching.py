"""Every change that readers may see moves the version, whoever makes it and however."""

import psycopg
import pytest
from django.apps import apps
from django.db import DataError, connection, transaction
from wagtail.models import Page

from tests.factories import ArticlePageFactory, ThemeFactory, publish
from wijkwijzer.delivery.models import ContentVersion
from wijkwijzer.delivery.page_cache import unseen, versions, watching
from wijkwijzer.delivery.page_cache.versions import content_version
from wijkwijzer.taxonomy.models import Theme

pytestmark = pytest.mark.django_db


def test_a_table_is_watched_or_named_as_unseen():
    named = {label: set(names) for label, names in unseen.UNSEEN.items()}
    for config in apps.get_app_configs():
        named.setdefault(config.label, set()).update(getattr(config, "unseen_by_readers", ()))
    for label, names in named.items():
        known = {model._meta.model_name for model in apps.get_app_config(label).get_models(include_auto_created=True)}
        assert names - {unseen.ALL} <= known, label
    assert watching.is_watched()
    assert len(unseen.watched_models()) > 40


def test_each_way_to_write_moves_it():
    ways = [
        lambda: ThemeFactory(name="Een"),
        lambda: Theme.objects.bulk_create([Theme(name="Twee", slug="twee")]),
        lambda: Theme.objects.filter(slug="twee").update(name="Drie"),
        lambda: connection.cursor().execute("UPDATE taxonomy_theme SET name = 'Vier' WHERE slug = 'twee'"),
        lambda: Theme.objects.filter(slug="twee").delete(),
        versions.move,
    ]
    for way in ways:
        before = content_version()
        way()
        assert content_version() not in (before, None)


def test_what_was_taken_back_did_not_move_it():
    before = content_version()
    with transaction.atomic():
        ThemeFactory()
        during = content_version()
        transaction.set_rollback(True)
    assert during != before
    assert content_version() == before


def test_writing_a_draft_moves_nothing_and_publishing_it_does():
    page = ArticlePageFactory(title="Hoe het was")
    publish(page)
    before = content_version()
    page.title = "Hoe het wordt"
    revision = page.save_revision()
    Page.objects.filter(pk=page.pk).update(locked=True, draft_title="Hoe het wordt")
    assert content_version() == before
    publish(revision.as_object())
    assert content_version() != before


def test_a_column_that_nobody_sees_exists():
    """One that was renamed in a new Wagtail would be watched from then on, with each key that an editor presses."""
    for model in unseen.watched_models():
        assert unseen.unseen_columns(model) <= {field.column for field in model._meta.local_concrete_fields}


def test_without_its_triggers_nothing_is_trusted_and_they_are_made_anew():
    with connection.cursor() as cursor:
        cursor.execute(
            "DROP TRIGGER page_cache_taxonomy_theme_update"
            if connection.vendor == "sqlite"
            else "DROP TRIGGER page_cache_update ON taxonomy_theme"
        )
    assert not watching.is_watched()
    before = content_version()
    watching.watch()
    assert watching.is_watched()
    # What was changed meanwhile moved nothing.
    moved = content_version()
    assert moved != before
    watching.watch()
    assert content_version() == moved, "nothing was mended"


def test_a_row_that_is_gone_comes_back():
    ContentVersion.objects.all().delete()
    watching.watch()
    before = content_version()
    ThemeFactory()
    assert content_version() != before


@pytest.mark.django_db(transaction=True)
@pytest.mark.database("postgresql")
def test_two_who_write_at_the_same_moment_do_not_wait_for_each_other_and_each_moves_it():
    other = connection.copy()
    try:
        ThemeFactory(slug="ander")
        start = content_version()
        with transaction.atomic():
            ThemeFactory(slug="eerst")
            with other.cursor() as cursor:
                cursor.execute("SET lock_timeout = '2s'")
                cursor.execute("UPDATE taxonomy_theme SET name = 'Later' WHERE slug = 'ander'")
            between = versions._READ["postgresql"](other.connection)
        assert len({start, between, content_version()}) == 3
    finally:
        other.close()


@pytest.mark.django_db(transaction=True)
@pytest.mark.database("postgresql")
def test_a_connection_that_the_server_ended_says_nothing_and_the_next_one_does():
    before = content_version()
    with psycopg.connect(**connection.get_connection_params()) as other:
        # Returns when it has ended, or after so many milliseconds.
        other.execute("SELECT pg_terminate_backend(%s, 10000)", [connection.connection.info.backend_pid])
    assert content_version() is None
    assert content_version() == before is not None


@pytest.mark.database("postgresql")
def test_in_a_transaction_that_failed_nothing_is_known():
    before = content_version()
    with pytest.raises(DataError), transaction.atomic(), connection.cursor() as cursor:
        try:
            cursor.execute("SELECT 1 / 0")
        finally:
            assert content_version() is None
    assert content_version() == before is not None
