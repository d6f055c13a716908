"""The journal of erasures: a file outside the database, so that a backup of the database cannot bring back what went.

Only ever added to, one line of JSON each, on the disk before the change is committed. Whoever is stopped in between
finds the page gone after the next start: it was asked for. Numbers are hashed with the secret key of the site; there
are no names in it. Keep it with the backups, and the key: without the key no line fits anything.
"""

import fcntl
import hmac
import json
import os
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.conf import settings

NAME = "erasures.jsonl"


def file() -> Path:
    return Path(settings.DATA_DIR) / NAME


def digest(kind: str, value: Any, key: str | None = None) -> str:
    """HMAC-SHA-256 of a number of the kind (a page by its `translation_key`, which no other page ever has)."""
    secret = settings.SECRET_KEY if key is None else key
    return hmac.new(f"erasure {secret}".encode(), f"{kind} {value}".encode(), sha256).hexdigest()


def digests(kind: str, value: Any) -> set[str]:
    """As it is written now, and as it was under the keys the site had before."""
    return {digest(kind, value, str(key)) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)}


def write(line: dict[str, Any]) -> None:
    path = file()
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    is_new = not path.exists()
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600), "a", encoding="utf-8") as opened:
        fcntl.flock(opened, fcntl.LOCK_EX)
        opened.write(json.dumps(line, sort_keys=True) + "\n")
        opened.flush()
        os.fsync(opened.fileno())
    if is_new:
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _read(path: Path) -> list[dict[str, Any]]:
    """Line by line. One that was cut off by a crash says nothing."""
    found = []
    for text in path.read_text(encoding="utf-8").splitlines() if path.is_file() else []:
        try:
            line = json.loads(text)
        except ValueError:
            continue
        if isinstance(line, dict):
            found.append(line)
    return found


def lines() -> list[dict[str, Any]]:
    """What was written and not taken back."""
    found: dict[str, dict[str, Any]] = {}
    for line in _read(file()):
        if "void" in line:
            found.pop(line["void"], None)
        else:
            found[line["number"]] = line
    return list(found.values())


def merge(sources: Sequence[Path], target: Path) -> None:
    """One journal of several, for a restore: whatever went according to one of them stays away.

    The first is the one of the present installation and is right where they differ: an older one takes nothing back
    that it does not. Nothing is written where there is nothing to tell.
    """
    merged: list[dict[str, Any]] = []
    for source in sources:
        known = {line.get("void", line.get("number")) for line in merged}
        merged += [line for line in _read(source) if line.get("void", line.get("number")) not in known]
    if merged:
        with os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as opened:
            opened.writelines(json.dumps(line, sort_keys=True) + "\n" for line in merged)
            opened.flush()
            os.fsync(opened.fileno())
