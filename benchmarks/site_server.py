"""Servers in processes of their own, and what their workers cost: processor time and memory, as Linux counts them."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.site_place import PROJECT_DIR, Place

TICK = os.sysconf("SC_CLK_TCK")
LONGEST_START = 60
LOOK_AGAIN = 0.005


class Server:
    """A command that serves on a port; between `with` it answers."""

    def __init__(self, command: Sequence[str], environment: dict[str, str], port: int) -> None:
        self.command, self.environment, self.port = list(command), environment, port

    def __enter__(self) -> "Server":
        start = time.perf_counter()
        self.process = subprocess.Popen(
            self.command, cwd=PROJECT_DIR, env=self.environment, stdout=subprocess.DEVNULL, start_new_session=True
        )
        try:
            self.answer = self._first_answer(start + LONGEST_START)
        except BaseException:
            self.__exit__()
            raise
        self.seconds = time.perf_counter() - start
        return self

    def __exit__(self, *exception: object) -> None:
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def _first_answer(self, until: float) -> bytes:
        while time.perf_counter() < until:
            if self.process.poll() is not None:
                raise SystemExit(f"The server stopped by itself: {' '.join(self.command)}")
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=LONGEST_START)
            try:
                connection.request("GET", "/", headers={"Host": "localhost:8000"})
                response = connection.getresponse()
                body = response.read()
            except OSError:
                time.sleep(LOOK_AGAIN)
                continue
            finally:
                connection.close()
            if response.status != 200:
                raise SystemExit(f"The first answer of the server is {response.status}.")
            return body
        raise SystemExit("The server does not answer.")

    @property
    def workers(self) -> list[int]:
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text(encoding="ascii")
        return [int(child) for child in children.split()]

    def cpu(self) -> float:
        """Milliseconds that the processor worked for all workers, all their threads, up to now."""
        return sum(_ticks(worker) for worker in self.workers) * 1000 / TICK

    def memory(self) -> list[float]:
        """MB of each worker: its own, and its part of what it shares (PSS)."""
        return [_proportional(worker) for worker in self.workers]


def site_server(place: Place, workers: int, command: Sequence[str] = ()) -> Server:
    """The site as `make run` serves it, on a free port."""
    port = free_port()
    environment = place.environment | {"PORT": str(port), "WEB_WORKERS": str(workers)}
    return Server(command or [sys.executable, "manage.py", "serve"], environment, port)


def bare_server(place: Place, body: Path) -> Server:
    port = free_port()
    return Server([sys.executable, "-m", "benchmarks.bare_site", str(body), str(port)], place.environment, port)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _ticks(pid: int) -> int:
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])


def _proportional(pid: int) -> float:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("Pss:"))
