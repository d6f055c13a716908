"""`make lighthouse`: the four scores of every kind of page, on a site of its own with the demo.

Outside the test suite, because a score follows the speed of the machine. Needs Node, npm and Chromium.
`ONLY="home,practice"` measures only those kinds.

Every score must be 100. Two things are excused: seo, of a page that asks search engines not to list it (`noindex`), and
the line that the browser itself writes in the console of the page for a wrong address, which answers 404 (`own 404`). A
performance below 100 is measured a second time, and the better of the two counts (`again`). Nothing else is excused or
tried again.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
PROJECT_DIR = HERE.parents[1]
sys.path.insert(0, str(PROJECT_DIR))

from tests.browser.kinds import KINDS_OF_PAGE  # noqa: E402 (found by the line above)
from tests.browser.running import CHROMIUM, HOW_TO_GET_CHROMIUM, running_site  # noqa: E402


def main() -> int:
    npm, node = shutil.which("npm"), shutil.which("node")
    if not npm or not node:
        return refuse("no Node found: install the packages `nodejs` and `npm` of your system (Node 18 or newer)")
    if CHROMIUM is None:
        return refuse(HOW_TO_GET_CHROMIUM)
    if not is_installed():
        print("Installing Lighthouse from benchmarks/lighthouse/package-lock.json ...", flush=True)
        subprocess.run([npm, "ci", "--no-audit", "--no-fund", "--loglevel=error"], cwd=HERE, check=True)
    with tempfile.TemporaryDirectory() as folder:
        kinds = Path(folder) / "kinds.json"
        kinds.write_text(json.dumps(KINDS_OF_PAGE), encoding="utf-8")
        data = Path(folder) / "data"
        data.mkdir()
        print("Starting a site with the demo ...", flush=True)
        with running_site(data, with_made_up_person=True) as site:
            environment = os.environ | {"CHROME_PATH": CHROMIUM}
            return subprocess.run([node, "measure.mjs", site.url, str(kinds)], cwd=HERE, env=environment).returncode


def is_installed() -> bool:
    """Whether what npm last laid out here is what the lock says."""
    laid_out = HERE / "node_modules" / ".package-lock.json"
    return laid_out.is_file() and laid_out.stat().st_mtime >= (HERE / "package-lock.json").stat().st_mtime


def refuse(reason: str) -> int:
    print(reason, file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main())
