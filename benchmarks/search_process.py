"""What a worker of the site holds of the index, in a process that did nothing else. Import after Django is set up."""

import json
import time

from benchmarks.measuring import memory
from wijkwijzer.search import analysis, snapshot


def print_process() -> None:
    """A JSON object: megabytes and milliseconds."""
    figures = {"django": memory()}
    start = time.perf_counter()
    analysis.warm_up()
    figures["analysis_ms"] = (time.perf_counter() - start) * 1000
    figures["analysis"] = memory() - figures["django"]
    start = time.perf_counter()
    snapshot.current()
    figures["snapshot_ms"] = (time.perf_counter() - start) * 1000
    figures["snapshot"] = memory() - figures["django"] - figures["analysis"]
    print(json.dumps(figures))
