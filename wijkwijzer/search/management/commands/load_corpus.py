"""Make publications of a file of JSON lines, or remove them again."""

import sys
import time
from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from wijkwijzer.pages.models import KnowledgePage
from wijkwijzer.search.corpus import NoListError, delete_corpus, list_of_publications, load_corpus, pages_of_corpus
from wijkwijzer.search.corpus_file import CorpusFile

# More lines than this nobody reads.
PROBLEMS_SHOWN = 100
SECONDS_BETWEEN_LINES = 5
WHAT_IS_LEFT = (
    "They have no revision and no usage counts, and the editors' own search does not know them. Where that matters: "
    "manage.py rebuild_references_index, manage.py update_index.\n"
    "To remove them again: manage.py load_corpus --delete"
)


class Command(BaseCommand):
    help = (
        "Make live publications of a file of JSON lines (title, summary, body, theme, municipality, date) and put them "
        "in the search index. May be repeated: what is there is not made again. A file with a damaged line is refused "
        "whole."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, help="The file, one JSON object a line, in UTF-8.")
        parser.add_argument(
            "--delete", action="store_true", help="Remove the pages that this command made and nobody edited since."
        )
        parser.add_argument("--make-themes", action="store_true", help="Make themes of the names that are none yet.")
        parser.add_argument("--yes", action="store_true", help="Do not ask first.")

    def handle(self, *args: Any, **options: Any) -> None:
        self.verbosity = options["verbosity"]
        self.is_sure = options["yes"]
        if options["delete"] == bool(options["file"]):
            raise CommandError("Name a file to load, or give --delete.")
        if options["delete"]:
            self._delete()
        else:
            self._load(options["file"], make_themes=options["make_themes"])

    def _delete(self) -> None:
        self._ask(f"This removes {pages_of_corpus().count()} pages that load_corpus made.")
        deleted = delete_corpus(self._progress("removed"))
        self._say(f"{deleted} pages removed.")

    def _load(self, file: Path, *, make_themes: bool) -> None:
        corpus, publications = self._check(file, make_themes=make_themes)
        others = KnowledgePage.objects.count()
        self._ask(f"This adds up to {publications} live pages to the {others} publications of the site.")
        if themes := corpus.make_new_themes():
            self._say(f"Themes made: {', '.join(themes)}.")
        started = time.monotonic()
        made = load_corpus(corpus, self._progress("made"))
        seconds = time.monotonic() - started
        self._say(f"{made} pages made and indexed in {seconds:.1f} s ({made / seconds:.0f} a second).")
        if made < publications:
            self._say(f"{publications - made} were there already.")
        if made:
            self._say(WHAT_IS_LEFT)

    def _check(self, file: Path, *, make_themes: bool) -> tuple[CorpusFile, int]:
        """The file, and how many publications it has; stops where a line is damaged, before anything is changed."""
        try:
            list_of_publications()
            corpus = CorpusFile(file, allow_new_themes=make_themes)
            publications, problems = corpus.check()
        except NoListError as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}.") from error
        if problems:
            lines = [f"  {problem}" for problem in problems[:PROBLEMS_SHOWN]]
            if len(problems) > PROBLEMS_SHOWN:
                lines.append(f"  … and {len(problems) - PROBLEMS_SHOWN} lines more")
            raise CommandError("\n".join([f"{file.name} was not loaded and nothing changed. Mend first:", *lines]))
        return corpus, publications

    def _ask(self, what: str) -> None:
        """Let somebody at a keyboard think again. A script has thought already."""
        if self.is_sure or not sys.stdin.isatty():
            return
        if input(f"{what} Go on? [y/N] ").strip().lower() not in ("y", "yes", "j", "ja"):
            raise CommandError("Nothing was changed.")

    def _progress(self, done: str) -> Callable[[int], None]:
        said = time.monotonic()

        def progress(pages: int) -> None:
            nonlocal said
            if time.monotonic() - said > SECONDS_BETWEEN_LINES:
                said = time.monotonic()
                self._say(f"{pages} pages {done} ...")

        return progress

    def _say(self, sentence: str) -> None:
        if self.verbosity > 0:
            self.stdout.write(sentence)
