"""Why a search gives what it gives."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from wijkwijzer.search.query import Query, clean_filters, clean_text, filter_names
from wijkwijzer.search.searching import explain


class Command(BaseCommand):
    help = (
        "Show how search reads a query: its words as they are analysed, the other words it looks for, the first "
        "results with their score and where they match, and the counts of every facet."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("queries", nargs="+", metavar="woorden", help="a query; several are several searches")
        parser.add_argument("--json", action="store_true", help="as a JSON list, one object a query")
        parser.add_argument(
            "--filter",
            action="append",
            default=[],
            metavar="naam=waarde",
            help=f"a filter, such as thema=participatie; may be repeated ({', '.join(filter_names())})",
        )
        parser.add_argument("--no-synonyms", action="store_true", help="search for these words only")

    def handle(self, *args: Any, **options: Any) -> None:
        filters = _filters(options["filter"])
        explained = [
            explain(Query(clean_text(text), filters, with_synonyms=not options["no_synonyms"]), written=text)
            for text in options["queries"]
        ]
        if options["json"]:
            self.stdout.write(json.dumps(explained, ensure_ascii=False, indent=2))
            return
        self.stdout.write("\n\n".join("\n".join(_lines(search)) for search in explained))


def _filters(given: list[str]) -> dict[str, tuple[str, ...]]:
    """`--filter` as the filters of a query. Raises `CommandError` for a name that is none."""
    chosen: dict[str, list[str]] = {}
    for pair in given:
        name, is_pair, value = pair.partition("=")
        if not is_pair or name not in filter_names():
            raise CommandError(f"--filter {pair}: write name=value, with one of the names {', '.join(filter_names())}.")
        chosen.setdefault(name, []).append(value)
    return clean_filters(chosen)


def _lines(search: dict[str, Any]) -> list[str]:
    """One search as a table for people."""
    lines = [f"“{search['query']}”: {search['total']} results"]
    lines += [
        f"  {term['word']}: exact {term['exact']}, lemma {term['lemma']}, stem {term['stem']}"
        + (f", parts {' + '.join(term['parts'])}" if term["parts"] else "")
        for term in search["terms"]
    ]
    if search["synonyms"]:
        lines.append(f"  also: {', '.join(search['synonyms'])}")
    if search["suggestion"]:
        lines.append(f"  did you mean: {search['suggestion']}")
    lines += [
        f"  {place:>3}. {hit['score']:8.3f}  {hit['title']}  {hit['url']}\n       {', '.join(hit['matched'])}"
        for place, hit in enumerate(search["hits"], start=1)
    ]
    for name, counts in search["facets"].items():
        shown = ", ".join(f"{value} {count}" for value, count in counts.items() if count)
        if shown:
            lines.append(f"  {name}: {shown}")
    return lines
