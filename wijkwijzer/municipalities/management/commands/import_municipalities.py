"""Read a year's file of municipalities into the database. Says in Dutch what changed, or why nothing did."""

import re
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from wijkwijzer.municipalities.importing import Changes, apply_register
from wijkwijzer.municipalities.register import DamagedFileError, read_register, read_successors

DEFAULT_FILE = Path(__file__).resolve().parents[2] / "data" / "gemeenten_2026.csv"
_YEAR_IN_NAME = re.compile(r"(?<!\d)(20\d{2})(?!\d)")


class Command(BaseCommand):
    help = "Lees de gemeenten van een jaar in. Een tweede keer hetzelfde bestand verandert niets."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, default=DEFAULT_FILE, help="CSV-bestand met alle gemeenten.")
        parser.add_argument(
            "--year", type=int, help="Het jaar waarin de indeling ingaat. Anders: het jaar in de bestandsnaam."
        )
        parser.add_argument(
            "--successors",
            type=Path,
            help="CSV-bestand (code,successor): in welke gemeente is wie er niet meer is opgegaan?",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        file: Path = options["file"]
        year = options["year"] or _year_in(file)
        successors = {}
        if options["successors"]:
            successors = _read(options["successors"], read_successors)
        entries = _read(file, read_register)
        try:
            changes = apply_register(entries, year, successors)
        except DamagedFileError as error:
            raise _refusal(file, error) from error
        if options["verbosity"] > 0:
            self._report(changes, len(entries), year)

    def _report(self, changes: Changes, number: int, year: int) -> None:
        if not changes:
            self.stdout.write(f"Er is niets veranderd: de {number} gemeenten van {year} stonden er al zo in.")
            return
        self.stdout.write(
            f"{number} gemeenten van {year} ingelezen: {len(changes.new)} nieuw, {len(changes.changed)} gewijzigd, "
            f"{len(changes.ended)} opgegaan in een andere."
        )
        # A first import would name them all.
        new = changes.new if len(changes.new) < number else []
        for label, sentences in (("Nieuw", new), ("Gewijzigd", changes.changed), ("Opgegaan", changes.ended)):
            for sentence in sentences:
                self.stdout.write(f"  {label}: {sentence}.")


def _year_in(file: Path) -> int:
    if match := _YEAR_IN_NAME.search(file.stem):
        return int(match[1])
    raise CommandError(f"In de naam {file.name} staat geen jaar. Geef het op met --year, bijvoorbeeld --year 2027.")


def _read(file: Path, reader: Any) -> Any:
    try:
        return reader(file.read_bytes())
    except OSError as error:
        raise CommandError(
            f"Het bestand {file} is niet te lezen ({error.strerror}). Controleer de naam en de rechten."
        ) from error
    except DamagedFileError as error:
        raise _refusal(file, error) from error


def _refusal(file: Path, error: DamagedFileError) -> CommandError:
    problems = "\n".join(f"  {problem}" for problem in error.problems)
    return CommandError(f"{file.name} is niet ingelezen en er is niets veranderd. Dit moet eerst goed:\n{problems}")
