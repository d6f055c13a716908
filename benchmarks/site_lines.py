"""Processes that are asked line by line: each line is a JSON question, each answer a JSON line.

So two sites with other settings can be measured in turn, each in a process of its own.
"""

import json
import subprocess
import sys
from collections.abc import Callable, Mapping
from typing import Any

from benchmarks.site_place import PROJECT_DIR


class Asked:
    """A Python module that runs `answer_lines` in a process of its own."""

    def __init__(self, module: str, *arguments: str, environment: Mapping[str, str]) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", module, *arguments],
            cwd=PROJECT_DIR,
            env=dict(environment),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __enter__(self) -> "Asked":
        return self

    def __exit__(self, *exception: object) -> None:
        self.process.kill()
        self.process.wait()

    def ask(self, what: str, **given: Any) -> Any:
        self.begin(what, **given)
        return self.end()

    def begin(self, what: str, **given: Any) -> None:
        """Ask and do not wait; `end` gives the answer."""
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps({"what": what, "given": given}) + "\n")
        self.process.stdin.flush()

    def end(self) -> Any:
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        if not line:
            raise SystemExit(f"A process of the measurement stopped: {self.process.args}. Its own words stand above.")
        return json.loads(line)


def answer_lines(answers: Mapping[str, Callable[..., Any]]) -> None:
    """Answer until nobody asks any more."""
    for line in sys.stdin:
        question = json.loads(line)
        print(json.dumps(answers[question["what"]](**question["given"])), flush=True)
