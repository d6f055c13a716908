"""What a backup says of itself, in `manifest.json`: which files it has, made of what, and that nobody changed that.

`sha256` tells a damaged manifest from a whole one, also to who has no key: old backups must expire under a new key too.
`seal` is made with the secret key of the site, so that only the site itself can have written it.
"""

import hashlib
import hmac
import json
import os
import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Any

from django.conf import settings
from django.core.management import CommandError

from .files import Entry, new_file
from .kept_files import kept

FILE = "manifest.json"
PROJECT = "wijkwijzer"
FORMAT = 1
MEDIA = "media"
# A backup with a million files has a manifest of some 150 MB.
LARGEST = 500 * 1024 * 1024


@dataclass(frozen=True)
class Manifest:
    """`database` has vendor, version (of the server, 15 for 15.4) and file; `migrations` are written `app.name`."""

    made_at: datetime
    database: dict[str, Any]
    versions: dict[str, str]
    migrations: list[str]
    counts: dict[str, int]
    files: dict[str, Entry]

    @property
    def size(self) -> int:
        return sum(entry.size for entry in self.files.values())


def _canonical(content: dict[str, Any]) -> bytes:
    signed = {name: value for name, value in content.items() if name not in ("sha256", "seal")}
    return json.dumps(signed, sort_keys=True, ensure_ascii=True, separators=(",", ":")).encode()


def _keys() -> list[str]:
    return [str(key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]


def _mac(key: str, purpose: str, content: bytes) -> str:
    return hmac.new(f"backup {purpose} {key}".encode(), content, hashlib.sha256).hexdigest()


def write(folder: Path, manifest: Manifest) -> None:
    content: dict[str, Any] = {
        "project": PROJECT,
        "format": FORMAT,
        "made_at": manifest.made_at.isoformat(timespec="seconds"),
        "key": _mac(_keys()[0], "name of key", b"")[:16],
        "database": manifest.database,
        "versions": manifest.versions,
        "migrations": manifest.migrations,
        "counts": manifest.counts,
        "files": {name: {"size": entry.size, "sha256": entry.sha256} for name, entry in manifest.files.items()},
    }
    content["sha256"] = hashlib.sha256(_canonical(content)).hexdigest()
    content["seal"] = _mac(_keys()[0], "seal", _canonical(content))
    with os.fdopen(new_file(folder / FILE), "w", encoding="utf-8") as opened:
        json.dump(content, opened, indent=1, sort_keys=True)
        opened.flush()
        os.fsync(opened.fileno())


def recognise(folder: Path) -> Manifest | None:
    """The manifest of a backup that this project made, under whatever key; None for any other folder."""
    try:
        content = _load(folder)
        _check_whole(folder, content)
        return _as_manifest(content)
    except (CommandError, ValueError, TypeError, KeyError, AttributeError):
        return None


def read(folder: Path) -> Manifest:
    """The manifest of a backup that this site made. Refuses, in this order, what is no backup, one of something else,
    a damaged one, and one of another site."""
    content = _load(folder)
    _check_whole(folder, content)
    keys = [key for key in _keys() if _mac(key, "name of key", b"")[:16] == content.get("key")]
    if not keys:
        raise CommandError(
            f"{folder} was made under another SECRET_KEY: put that key back first, because without it nobody can tell "
            "what was taken back."
        )
    if not hmac.compare_digest(str(content.get("seal")), _mac(keys[0], "seal", _canonical(content))):
        raise CommandError(f"The manifest of {folder} was not written by this site.")
    try:
        manifest = _as_manifest(content)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise CommandError(f"The manifest of {folder} lacks something: {error}.") from error
    _check_names(folder, manifest)
    return manifest


def _load(folder: Path) -> dict[str, Any]:
    path = folder / FILE
    if not path.is_file() or path.is_symlink():
        raise CommandError(f"{folder} is no backup: there is no {FILE} in it.")
    try:
        if path.stat().st_size > LARGEST:
            raise ValueError("too large")
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise CommandError(f"The manifest of {folder} cannot be read.") from error
    if not isinstance(content, dict) or content.get("project") != PROJECT:
        raise CommandError(f"{folder} is a backup of something else than {PROJECT}.")
    if content.get("format") != FORMAT:
        raise CommandError(
            f"{folder} has format {content.get('format')!r} and this version reads {FORMAT}: restore it with the "
            "version of the code that made it."
        )
    return content


def _check_whole(folder: Path, content: dict[str, Any]) -> None:
    if content.get("sha256") != hashlib.sha256(_canonical(content)).hexdigest():
        raise CommandError(f"The manifest of {folder} was changed or is damaged.")


def _as_manifest(content: dict[str, Any]) -> Manifest:
    made_at = datetime.fromisoformat(content["made_at"])
    if made_at.tzinfo is None:
        raise ValueError("the zone of its time")
    return Manifest(
        made_at=made_at,
        database={"vendor": str(content["database"]["vendor"]), "version": int(content["database"]["version"])},
        versions=dict(content["versions"]),
        migrations=[str(name) for name in content["migrations"]],
        counts={str(name): int(count) for name, count in content["counts"].items()},
        files={str(name): Entry(int(e["size"]), str(e["sha256"])) for name, e in content["files"].items()},
    )


def _check_names(folder: Path, manifest: Manifest) -> None:
    for name in manifest.files:
        first, *rest = PurePosixPath(name).parts or ("",)
        is_plain = PurePosixPath(name).as_posix() == name and not re.search(r"[\\\x00]|(^|/)\.\.?(/|$)|^/", name)
        is_known = first == MEDIA if rest else first in kept or first.startswith("database.")
        if not (is_plain and is_known):
            raise CommandError(f"The manifest of {folder} names {name!r}, which is no place in a backup.")
