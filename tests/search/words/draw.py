"""Draws which words the analysis may be built on and which only score it.

Every line of a list falls to `build_*.tsv` or `unseen_*.tsv` by a hash of itself and a fixed seed: the draw was made
before the first rule, and a line added later moves no other line. To add lines write them in `new_<list>.tsv` beside
this file, run `python -m tests.search.words.draw`, and throw that file away. Rules are made while looking at the build
files only.
"""

import hashlib
from pathlib import Path

FOLDER = Path(__file__).parent
SEED = "wijkwijzer 2026-11"
# Words that must meet, words that must not, compounds with a phrase that says the same, words that are no compound.
LISTS = ("meet", "apart", "phrases", "whole")


def is_unseen(line: str) -> bool:
    """Whether the draw keeps this line for the score."""
    return hashlib.sha256(f"{SEED}\t{line}".encode()).digest()[0] % 2 == 1


def read(name: str) -> list[str]:
    """The lines of a word list, without the final line break; none when there is no such file."""
    file = FOLDER / f"{name}.tsv"
    return file.read_text(encoding="utf-8").splitlines() if file.exists() else []


def draw(name: str) -> None:
    """Write the two files of a list anew, with the lines of `new_<name>.tsv` added."""
    lines = sorted({line for part in ("build", "unseen", "new") for line in read(f"{part}_{name}") if line})
    for part, kept in (
        ("build", [line for line in lines if not is_unseen(line)]),
        ("unseen", [line for line in lines if is_unseen(line)]),
    ):
        (FOLDER / f"{part}_{name}.tsv").write_text("".join(f"{line}\n" for line in kept), encoding="utf-8")


if __name__ == "__main__":
    for name in LISTS:
        draw(name)
