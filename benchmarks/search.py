"""`make benchsearch`: how quick search is, beside the stock search of Wagtail in the same run.

    python benchmarks/search.py 10000                             on SQLite
    DATABASE_URL=postgres://… python benchmarks/search.py 10000   on that server

Makes a database of its own with so many publications (`search_corpus.py`), loaded by `manage.py load_corpus`, and
throws it away afterwards. Prints the table of `docs/search.md`. Times follow what else the machine does: let it rest.
"""

import sys
from argparse import ArgumentParser
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.own_database import own_database, set_up


def main() -> None:
    parser = ArgumentParser(description="Measure search in a database of its own.")
    parser.add_argument("publications", nargs="?", type=int, default=1_000, help="how many (1000)")
    parser.add_argument("--runs", type=int, default=8, help="how often each question is asked (8)")
    parser.add_argument("--without-stock", action="store_true", help="leave the stock search out")
    parser.add_argument("--without-rebuild", action="store_true", help="leave rebuilding the index out")
    parser.add_argument("--stock-seconds", type=float, default=30, help="for each kind of question (30)")
    parser.add_argument("--process", action="store_true", help="only what one process holds; for the benchmark itself")
    options = parser.parse_args()
    if options.process:
        set_up()
        from benchmarks.search_process import print_process  # noqa: PLC0415 (needs Django set up)

        print_process()
        return
    with own_database() as engine:
        from benchmarks.search_figures import print_figures  # noqa: PLC0415 (needs Django set up)

        print_figures(engine, options)


if __name__ == "__main__":
    main()
