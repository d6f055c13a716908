"""The table of `make bench`: what was measured beside its goal, its limit in the same run and best peers."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

MET, MISSED = "✓", "✗"
COLUMNS = ("", "goal", "measured", "", "requests/s", "beside it, in the same run", "best peer")


@dataclass(frozen=True)
class Figure:
    """One row; `part` is its short name. `checks` are pairs of what was measured and the most it may be.

    `how` says what exactly was done.
    """

    part: str
    what: str
    goal: str
    measured: str
    checks: Sequence[tuple[float, float]]
    per_second: str = ""
    beside: str = ""
    peer: str = ""
    how: str = ""

    @property
    def is_met(self) -> bool:
        """Whether all is within its goal; what was not measured is not (and no number is within anything)."""
        return bool(self.checks) and all(measured <= most for measured, most in self.checks)


def table(figures: Sequence[Figure]) -> str:
    """In Markdown, with a line below it for each row that says how."""
    lines = [_line(COLUMNS), _line("---" for _ in COLUMNS)]
    for one in figures:
        mark = MET if one.is_met else MISSED
        lines.append(_line((one.what, one.goal, one.measured, mark, one.per_second, one.beside, one.peer or "–")))
    lines.append("")
    lines += [f"- {one.what}: {one.how}" for one in figures if one.how]
    return "\n".join(lines)


def number(value: float) -> str:
    """With three digits that mean something."""
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"
