"""What stands in the table: columns, rows, and cells that say the same or not."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from practices.models import PracticePage
from wijkwijzer.search.sections import plain


@dataclass(frozen=True)
class Line:
    """One line of a cell; `note` stands behind it, without a link."""

    text: str
    url: str = ""
    note: str = ""

    @property
    def words(self) -> str:
        return f"{self.text} ({self.note})" if self.note else self.text


@dataclass(frozen=True)
class Column:
    """A practice. `ask_url` is the way to who can tell what is not known, named by `ask_text`; either may be empty."""

    practice: PracticePage
    title: str
    url: str
    place: str
    without_url: str
    ask_text: str
    ask_url: str


@dataclass(frozen=True)
class Cell:
    """What is known of one practice: lines, or rich text. `missing` says what is not known, beside what is.

    `in_a_file`, where it is given, is what stands in the CSV instead.
    """

    column: Column
    lines: Sequence[Line] = ()
    rich: str = ""
    missing: str = ""
    in_a_file: str | None = None

    @property
    def words(self) -> str:
        """All of it as plain text: what is compared."""
        said = [plain(self.rich), *(line.words for line in self.lines), self.missing]
        return "; ".join(" ".join(part.split()) for part in said if part.strip())

    @property
    def file_words(self) -> str:
        return self.words if self.in_a_file is None else self.in_a_file


@dataclass(frozen=True)
class Row:
    """What all practices say of one thing."""

    name: str
    title: str
    cells: list[Cell] = field(default_factory=list)

    @property
    def is_the_same(self) -> bool:
        return len({cell.words.casefold() for cell in self.cells}) <= 1


@dataclass(frozen=True)
class Table:
    """Practices side by side. `equal` are the rows that were left out because all say the same."""

    columns: list[Column]
    rows: list[Row]
    equal: list[Row] = field(default_factory=list)

    def only_differences(self) -> "Table":
        return Table(
            self.columns,
            [row for row in self.rows if not row.is_the_same],
            [row for row in self.rows if row.is_the_same],
        )
