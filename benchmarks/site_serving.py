"""Rows of the table that need a real server: a kept page, publishing under load, memory, and the start."""

import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.site_lines import Asked
from benchmarks.site_pages import Sites, page_kept
from benchmarks.site_place import PROJECT_DIR, Place
from benchmarks.site_server import Server, bare_server, site_server
from benchmarks.site_table import Figure, number

READERS = "benchmarks.site_readers"
CONNECTIONS = 8
TITLE = b"WijkWijzer"
# Searches with words: no page of them is kept.
SEARCHES = 400


def kept_page(place: Place, sites: Sites, rounds: int) -> Figure:
    """A page that is kept and a bare view with the same bytes, through the same gunicorn: CPU of the worker."""
    address, cost, rate = sites.addresses["article"][0], defaultdict(list), defaultdict(list)
    with tempfile.NamedTemporaryFile(suffix=".gz") as file:
        file.write(bytes.fromhex(sites.kept.ask("body", address=address)))
        file.flush()
        with site_server(place, 1) as ours, bare_server(place, Path(file.name)) as bare:
            for name, server, path in (("kept", ours, address), ("bare", bare, "/")) * (1 + rounds // 10):
                before = server.cpu()
                read = _read(server, [path], connections=1, requests=1000)
                cost[name].append((server.cpu() - before) / read["answers"])
                rate[name].append(read["answers"] / read["seconds"])
    kept, limit = (median(cost[name][1:]) for name in ("kept", "bare"))
    inside = page_kept(sites, rounds)
    return Figure(
        part="kept",
        what="cached page from Django alone",
        goal="≤ 1.3 × a bare Django view",
        measured=f"{kept / limit:.2f} × ({kept:.2f} CPU ms)",
        checks=[(kept / limit, 1.3)],
        per_second=number(median(rate["kept"])),
        beside=f"bare view {limit:.2f} ms, {number(median(rate['bare']))} requests/s; without gunicorn "
        f"{inside['kept']:.3f} and {inside['bare']:.3f} ms",
        peer="0.42",
        how="processor time of one gunicorn worker (threads and all), one connection that asks again and again; the "
        "bare view gives the same compressed bytes without middleware or database",
    )


def load(place: Place, sites: Sites, rounds: int, seconds: float) -> Figure:
    """Readers who never pause, with and without somebody who publishes every second, in turn."""
    reads: dict[str, list[dict[str, Any]]] = defaultdict(list)
    addresses = sites.addresses["read"]
    with site_server(place, 2) as server, _readers(server) as readers:
        readers.ask("read", addresses=addresses, connections=CONNECTIONS, requests=20 * len(addresses))
        for _ in range(rounds):
            given = {"addresses": addresses, "connections": CONNECTIONS, "seconds": seconds}
            reads["quiet"].append(readers.ask("read", **given))
            readers.begin("read", **given)
            until = time.monotonic() + seconds - 0.5
            while time.monotonic() < until:
                began = time.monotonic()
                sites.kept.ask("publish")
                time.sleep(max(0, 1 - (time.monotonic() - began)))
            reads["busy"].append(readers.end())
    quiet, busy = (median(read["p99"] for read in reads[name]) for name in ("quiet", "busy"))
    rates = {name: median(read["answers"] / read["seconds"] for read in reads[name]) for name in reads}
    wrong = sum(read["wrong"] for name in reads for read in reads[name])
    return Figure(
        part="load",
        what="publish under constant load",
        goal="p99 of readers ≤ 3 × quiet",
        measured=f"{busy / quiet:.2f} × ({number(busy)} ms)",
        checks=[(busy / quiet, 3), (wrong, 0)],
        per_second=number(rates["busy"]),
        beside=f"quiet: p99 {number(quiet)} ms, {number(rates['quiet'])} requests/s",
        peer="collapses",
        how=f"2 workers, {CONNECTIONS} connections that always ask, {len(addresses)} addresses; a publication through "
        f"the gate every second by another process; median of {rounds} rounds of {seconds:.0f} s each; {wrong} answers "
        "were not a 200; readers, publisher and server share the machine",
    )


def memory(place: Place, sites: Sites, requests: int = 10_000) -> Figure:
    """Four workers, after a tenth of the requests and after all of them."""
    words = ("bewoners", "buurt", "wijk", "gemeente", "samen", "plan", "zorg", "huis")
    searches = [
        f"/zoeken/?q={words[number % 8]}+{words[number // 8 % 8]}&pagina={1 + number // 64}"
        for number in range(SEARCHES)
    ]
    # One in five is made anew each time.
    everything = sites.addresses["everything"]
    addresses = everything + searches[: len(everything) // 4]
    with site_server(place, 4) as server, _readers(server) as readers:
        given = {"addresses": addresses, "connections": CONNECTIONS, "stays": 20}
        readers.ask("read", requests=requests // 10, **given)
        early = server.memory()
        read = readers.ask("read", requests=requests - requests // 10, **given)
        late = server.memory()
    growth = max(late) / max(early) - 1
    return Figure(
        part="memory",
        what=f"memory (PSS, preloaded, 4 workers) after {requests:,} requests",
        goal="≤ 120 MB a worker, flat (± 10 %)",
        measured=f"{min(late):.0f}–{max(late):.0f} MB, {growth:+.0%}",
        checks=[(max(late), 120), (growth, 0.1)],
        per_second=number(read["answers"] / read["seconds"]),
        beside=f"after {requests // 10:,}: {min(early):.0f}–{max(early):.0f} MB",
        peer="400",
        how=f"{len(everything)} pages, one request in five a search that is never kept; connections of 20 requests; "
        "the largest worker counts, and its growth",
    )


def start(place: Place, times: int) -> Figure:
    """A site that was prepared before, until its first page."""
    command = [sys.executable, "deploy/start.py"] if _is_set_up() else []
    seconds = []
    for _ in range(times):
        with site_server(place, 2, command) as server:
            if TITLE not in server.answer.partition(b"</title>")[0]:
                raise SystemExit("The first answer is not the home page.")
            seconds.append(server.seconds)
    what = "`deploy/start.py`" if command else "`manage.py serve` (this .venv is not its own)"
    return Figure(
        part="start",
        what="from start to first right answer",
        goal="≤ 1.5 s",
        measured=f"{median(seconds):.2f} s",
        checks=[(median(seconds), 1.5)],
        beside=f"quickest {min(seconds):.2f}, slowest {max(seconds):.2f} s",
        peer="0.37–1.87",
        how=f"{what} of a prepared site, asked every 5 ms until the home page answers; median of {times}",
    )


def _is_set_up() -> bool:
    """Whether `deploy/start.py` would begin at once, without making or installing anything."""
    venv = PROJECT_DIR / ".venv"
    made, stamp = venv / "made", venv / "installed"
    return made.is_file() and stamp.is_file() and made.read_text(encoding="utf-8") == str(venv)


def _readers(server: Server) -> Asked:
    return Asked(READERS, str(server.port), environment={"PATH": ""})


def _read(server: Server, addresses: list[str], **given: Any) -> dict[str, Any]:
    with _readers(server) as readers:
        answer: dict[str, Any] = readers.ask("read", addresses=addresses, **given)
    return answer
