"""What a page costs the processor when it is made anew, beside a page of a stock Wagtail site in the same run.

    python benchmarks/request_path.py                             on SQLite, with the demo site
    python benchmarks/request_path.py --publications 100000       and so many publications besides
    python benchmarks/request_path.py --profile article           where the time of one kind of page goes
    DATABASE_URL=postgres://… python benchmarks/request_path.py   on that server

Makes a database of its own and throws it away. Requests go straight into the WSGI application of production, through
all middleware, with the page cache off. What a page costs is processor time of this process (PostgreSQL works in
another), the median of many requests, all kinds in turn. The machine may be busy: beside the milliseconds stands what a
fixed piece of work cost in between, and how a page compares with the stock one.
"""

import sys
from argparse import ArgumentParser
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.own_database import own_database


def main() -> None:
    parser = ArgumentParser(description="Measure pages that are made anew, in a database of its own.")
    parser.add_argument("--runs", type=int, default=60, help="how often each kind of page is asked (60)")
    parser.add_argument("--publications", type=int, default=0, help="how many to add to the demo site (0)")
    parser.add_argument("--without-stock", action="store_true", help="leave the stock site out")
    parser.add_argument("--without-publish", action="store_true", help="leave publishing out")
    parser.add_argument("--profile", metavar="KIND", help="article, portrait, practice, home, list, search …")
    options = parser.parse_args()
    with own_database(hashed_static=True) as engine:
        from benchmarks.request_path_figures import print_figures  # noqa: PLC0415 (needs Django set up)

        print_figures(engine, options)


if __name__ == "__main__":
    main()
