"""Read the content files of the demo: one page a file, front matter and text."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import frontmatter
import yaml

CONTENT_DIR = Path(__file__).parent / "content"


# The part of a text that names its sources: from its heading to the next heading or block, or to the end.
_SOURCES = re.compile(r"^## Bron\n(.*?)(?=^##|^:::|\Z)", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True)
class Document:
    """One content file: `meta` is its front matter, `body` its text, `sources` the part that names its sources."""

    path: Path
    meta: dict[str, Any]
    body: str
    sources: str = ""

    @property
    def slug(self) -> str:
        return str(self.meta["slug"])

    @property
    def type(self) -> str:
        return str(self.meta["type"])


def read_documents(folder: Path = CONTENT_DIR, kind: str = "pages") -> list[Document]:
    """All pages, in the order of their file names; of the `kind` “desk” those that are not published yet."""
    documents = []
    for path in sorted((folder / kind).glob("*.md")):
        post = frontmatter.loads(path.read_text(encoding="utf-8"))
        sources = _SOURCES.search(post.content)
        body = _SOURCES.sub("", post.content)
        documents.append(Document(path, post.metadata, body, sources[1] if sources else ""))
    return documents


def read_vocabulary(name: str, folder: Path = CONTENT_DIR) -> list[dict[str, Any]]:
    """The rows of `<name>.yaml`: themes, concepts, people or organisations."""
    rows: list[dict[str, Any]] = yaml.safe_load((folder / f"{name}.yaml").read_text(encoding="utf-8"))
    return rows


def read_settings(folder: Path = CONTENT_DIR) -> dict[str, dict[str, Any]]:
    """The fields of each kind of settings: `site` and `statements`."""
    settings: dict[str, dict[str, Any]] = yaml.safe_load((folder / "settings.yaml").read_text(encoding="utf-8"))
    return settings


def read_home(folder: Path = CONTENT_DIR) -> dict[str, Any]:
    home: dict[str, Any] = yaml.safe_load((folder / "home.yaml").read_text(encoding="utf-8"))
    return home
