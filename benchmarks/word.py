"""`make word`: a brief for Word, opened by LibreOffice: are its headings, notes and sources there? Not part of CI.

    python benchmarks/word.py

Needs LibreOffice Writer (Debian: `libreoffice-writer-nogui`).
"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from bs4 import BeautifulSoup

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.own_database import own_database

HEADINGS = {"h1": 1, "h2": 6, "h3": 5}  # at least: the title; five things and the sources; what stands under them


def main() -> int:
    soffice = shutil.which("soffice") or shutil.which("libreoffice")
    if soffice is None:
        print("LibreOffice is not here. On Debian: apt-get install libreoffice-writer-nogui", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory(prefix="wijkwijzer-word-") as folder:
        file = Path(folder) / "brief.docx"
        with own_database():
            file.write_bytes(_demo_brief())
        subprocess.run(
            [soffice, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "html",
             "--outdir", folder, str(file)],
            check=True, capture_output=True, timeout=300,
        )  # fmt: skip
        soup = BeautifulSoup((Path(folder) / "brief.html").read_text(encoding="utf-8"), "html.parser")
    found = {name: len(soup.find_all(name)) for name in HEADINGS}
    notes = {link["href"] for link in soup.select("a[href^='#bron_']")}
    sources = {f"#{mark['name']}" for mark in soup.select("a[name^=bron_]")}
    print(f"Headings: {found}. Notes that lead to a source: {len(notes & sources)} of {len(notes)}.")
    is_right = all(found[name] >= least for name, least in HEADINGS.items()) and notes and notes == sources
    print("As it should be." if is_right else "Not as it should be.")
    return 0 if is_right else 1


def _demo_brief() -> bytes:
    from django.core.management import call_command  # noqa: PLC0415 (needs Django set up)

    from wijkwijzer.briefs.document import make_document  # noqa: PLC0415
    from wijkwijzer.briefs.models import Brief  # noqa: PLC0415
    from wijkwijzer.briefs.word import as_word  # noqa: PLC0415
    from wijkwijzer.demo.brief import TOKEN  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    call_command("load_demo", verbosity=0)
    brief = Brief.objects.found(TOKEN)
    assert brief is not None
    return as_word(make_document(brief))


if __name__ == "__main__":
    sys.exit(main())
