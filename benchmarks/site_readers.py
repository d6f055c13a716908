"""Readers in a process of their own: connections that ask for the next page as soon as they have the one before.

python -m benchmarks.site_readers PORT      asked by `site_lines`
"""

import asyncio
import random
import sys
import time
from dataclasses import dataclass, field
from typing import Any

from benchmarks.site_lines import answer_lines

SEED = 20_261_129


@dataclass
class Reading:
    """What readers do: until `until` (a time of the clock) or until `left` is nothing, and what it took them."""

    port: int
    addresses: list[str]
    until: float
    left: int
    # A connection is closed after so many pages, as those of people are; the next may come to another worker.
    stays: int
    milliseconds: list[float] = field(default_factory=list)
    wrong: int = 0

    @property
    def is_over(self) -> bool:
        return self.left <= 0 or time.perf_counter() >= self.until


def read(
    port: int, addresses: list[str], connections: int, seconds: float = 600, requests: int = 10**9, stays: int = 10**9
) -> dict[str, Any]:
    """How many answers, how many of them were none (no 200), p50 and p99 in milliseconds, and the seconds it took."""
    start = time.perf_counter()
    reading = Reading(port, addresses, start + seconds, requests, stays)
    asyncio.run(_all(reading, connections))
    taken = time.perf_counter() - start
    times = sorted(reading.milliseconds)
    return {
        "answers": len(times),
        "wrong": reading.wrong,
        "p50": times[len(times) // 2],
        "p99": times[-(len(times) // 100) - 1],
        "seconds": taken,
    }


async def _all(reading: Reading, connections: int) -> None:
    await asyncio.gather(*(_one(reading, random.Random(SEED + number)) for number in range(connections)))


async def _one(reading: Reading, source: random.Random) -> None:
    while not reading.is_over:
        reader, writer = await asyncio.open_connection("127.0.0.1", reading.port)
        for _ in range(reading.stays):
            if reading.is_over:
                break
            reading.left -= 1
            start = time.perf_counter()
            is_right = await _page(reader, writer, source.choice(reading.addresses))
            reading.milliseconds.append((time.perf_counter() - start) * 1000)
            reading.wrong += not is_right
            if not is_right:
                break
        writer.close()
        await writer.wait_closed()


async def _page(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, address: str) -> bool:
    """Whether a whole 200 came; where not, the connection is of no more use."""
    writer.write(f"GET {address} HTTP/1.1\r\nHost: localhost:8000\r\nAccept-Encoding: gzip\r\n\r\n".encode())
    try:
        head = (await reader.readuntil(b"\r\n\r\n")).lower()
        length = head.partition(b"content-length:")[2].partition(b"\r\n")[0]
        await reader.readexactly(int(length or 0))
    except (asyncio.IncompleteReadError, ConnectionError):
        return False
    return bool(length) and head.startswith(b"http/1.1 200")


if __name__ == "__main__":
    answer_lines({"read": lambda **given: read(int(sys.argv[1]), **given)})
