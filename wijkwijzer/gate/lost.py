"""What a revision names and is no longer there. Rows of a page are kept by what they point at (`PROTECT`), but a draft
names them only in its text: then they can be deleted."""

from typing import Any

from django.db.models import PROTECT
from modelcluster.models import get_all_child_relations


def without_lost_rows(page_type: Any, data: dict[str, Any]) -> tuple[dict[str, Any], list[Any]]:
    """The content of a revision without the rows that point at something deleted, and the names of what those were.

    `modelcluster` leaves out such rows itself where the key says `CASCADE`; where it says `PROTECT` it fails.
    """
    kept, lost = dict(data), []
    for relation in get_all_child_relations(page_type):
        name = relation.get_accessor_name()
        rows = data.get(name) or []
        gone = _gone(relation.related_model, rows)
        if gone:
            kept[name] = [row for n, row in enumerate(rows) if n not in gone]
            lost.append(relation.related_model._meta.verbose_name)
    return kept, lost


def _gone(model: Any, rows: list[dict[str, Any]]) -> set[int]:
    """The places of the rows that point at something that is gone."""
    gone: set[int] = set()
    for field in model._meta.concrete_fields:
        if not field.many_to_one or field.remote_field.on_delete is not PROTECT:
            continue
        named = {n: row[field.name] for n, row in enumerate(rows) if row.get(field.name) is not None}
        there = set(
            field.related_model._base_manager.filter(pk__in=set(named.values())).values_list("pk", flat=True)
            if named
            else ()
        )
        gone |= {n for n, key in named.items() if key not in there}
    return gone
