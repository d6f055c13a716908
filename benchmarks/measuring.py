"""Time and memory of this process, said honestly: many runs, and the middle and the slow end of them."""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any


@dataclass
class Timings:
    """Runs of one question, in milliseconds: by the clock, and what the processor did for this process."""

    clock: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)

    @property
    def p50(self) -> float:
        return median(self.clock)

    @property
    def p95(self) -> float:
        """The smallest time that 95 of 100 runs stay within."""
        return sorted(self.clock)[-(-95 * len(self.clock) // 100) - 1]

    @property
    def cpu_p50(self) -> float:
        return median(self.cpu)


def measure(ask: Callable[[Any], Any], questions: Iterable[Any], runs: int, seconds: float = 60) -> Timings:
    """Ask every question once unmeasured, then all of them in turn, `runs` times or until the seconds are over."""
    questions, timings = list(questions), Timings()
    start = time.perf_counter()
    for question in questions:
        ask(question)
        if time.perf_counter() - start > seconds / 4:
            break
    for _ in range(runs):
        for question in questions:
            clock, cpu = time.perf_counter(), time.process_time()
            ask(question)
            timings.clock.append((time.perf_counter() - clock) * 1000)
            timings.cpu.append((time.process_time() - cpu) * 1000)
            if time.perf_counter() - start > seconds:
                return timings
    return timings


def memory() -> float:
    """What this process holds of the machine's memory now, in MB."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return next(int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmRSS"))
