"""The stock site as a process of its own, asked page by page from the measurement."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

WARM_UP = 5


class StockSite:
    """Starts the site in a folder of its own; `ask` gives the CPU milliseconds of one article."""

    def __init__(self) -> None:
        self.folder = tempfile.TemporaryDirectory(prefix="stock-site-")
        # None of this site's environment: neither its settings nor its database.
        environment = {name: value for name, value in os.environ.items() if name in ("PATH", "LANG", "HOME")}
        self.process = subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name("answering.py"))],
            env={**environment, "STOCK_SITE_DATA": self.folder.name},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(WARM_UP):
            self.ask()

    def ask(self) -> float:
        if self.process.stdin is None or self.process.stdout is None:
            raise RuntimeError("The stock site has no pipes.")
        self.process.stdin.write("article\n")
        self.process.stdin.flush()
        return float(self.process.stdout.readline())

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(10)
        self.folder.cleanup()
