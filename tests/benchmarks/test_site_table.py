"""`make bench`: its table says of each row whether it is within its goal, and its small parts do what they say."""

import gzip
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from benchmarks.site_lines import Asked
from benchmarks.site_readers import read
from benchmarks.site_server import Server, free_port
from benchmarks.site_table import Figure, table

pytestmark = pytest.mark.database("sqlite")
PROJECT_DIR = Path(__file__).parents[2]


@pytest.fixture
def page(tmp_path: Path) -> Path:
    file = tmp_path / "page.gz"
    file.write_bytes(gzip.compress(b"<p>Een pagina.</p>"))
    return file


def figure(*checks: tuple[float, float]) -> Figure:
    return Figure("row", "a row", "≤ 14 CPU ms", "13.9", checks, how="somehow")


def mark(one: Figure) -> str:
    return table([one]).splitlines()[2].split(" | ")[3]


def test_what_is_within_its_goal_is_marked_so() -> None:
    assert mark(figure((13.9, 14))) == "✓"
    assert mark(figure((14, 14))) == "✓"


@pytest.mark.parametrize("checks", [[(14.1, 14)], [(1, 20), (20.1, 20)], [(float("nan"), 14)], []])
def test_what_misses_it_in_any_part_or_was_not_measured_is_marked_as_a_miss(checks: list[tuple[float, float]]) -> None:
    assert mark(figure(*checks)) == "✗"


def test_every_row_has_as_many_cells_as_there_are_columns_and_says_how() -> None:
    rows = table([figure((1, 2)), figure()]).splitlines()
    assert {row.count("|") for row in rows[:4]} == {8}
    assert rows[-1] == "- a row: somehow"


def test_a_bare_view_costs_something(page: Path) -> None:
    with Asked("benchmarks.bare_site", str(page), environment=os.environ) as bare:
        cpu, clock = bare.ask("cost", times=20)
    assert 0 < cpu < 1000
    assert clock > 0


def test_readers_count_what_a_server_answers_and_what_is_no_page(page: Path) -> None:
    port = free_port()
    with Server([sys.executable, "-m", "benchmarks.bare_site", str(page), str(port)], dict(os.environ), port) as server:
        assert gzip.decompress(server.answer) == b"<p>Een pagina.</p>"
        # In a thread of its own: where a browser was driven before, this one has a loop already.
        with ThreadPoolExecutor(1) as own:
            right = own.submit(read, port, ["/"], connections=2, requests=40, stays=5).result()
            wrong = own.submit(read, port, ["/nergens/"], connections=1, requests=3).result()
        assert all(0 < memory < 1000 for memory in server.memory())
    assert (right["answers"], right["wrong"]) == (40, 0)
    assert (wrong["answers"], wrong["wrong"]) == (3, 3)
    assert 0 < right["p50"] <= right["p99"]


def test_the_command_says_what_it_takes() -> None:
    command = [sys.executable, "benchmarks/site.py", "--help"]
    said = subprocess.run(command, cwd=PROJECT_DIR, capture_output=True, text=True, check=True).stdout
    assert "--only" in said
