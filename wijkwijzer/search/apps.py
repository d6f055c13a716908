from typing import Any, ClassVar

from django.apps import AppConfig
from django.core.checks import Tags, register
from django.db import connections, transaction
from django.db.models.signals import post_migrate


class SearchConfig(AppConfig):
    name = "wijkwijzer.search"
    label = "search"
    verbose_name = "Zoeken"
    # The version in `SearchState` moves with the documents, texts and words.
    unseen_by_readers = ("searchdocument", "searchtext", "searchword", "searchchange", "searchcount")
    unseen_columns: ClassVar = {"searchstate": {"rebuilding", "rebuilt_up_to"}}

    def ready(self) -> None:
        from wijkwijzer.people import forgetting

        from . import checks, signals
        from .forgetting import forget_words

        forgetting.register("search", after=forget_words)
        signals.register()
        register(checks.index_is_true, Tags.database)
        post_migrate.connect(_make_index, sender=self, dispatch_uid="search index")


def _make_index(sender: SearchConfig, using: str, **kwargs: Any) -> None:
    """The tables of the engine, and the index's own row. Where the migrations were reversed they are removed."""
    from .engines import get_engine
    from .indexing import take_turn
    from .models import SearchState

    get_engine().create()
    if SearchState._meta.db_table in connections[using].introspection.table_names():
        with transaction.atomic(using=using):
            take_turn()
