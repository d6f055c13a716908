"""Read the content files of the demo: one page a file, front matter and text."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import frontmatter
import yaml

CONTENT_DIR = Path(__file__).parent / "content"


@dataclass(frozen=True)
class Document:
    """One content file: `meta` is its front matter, `body` its text."""

    path: Path
    meta: dict[str, Any]
    body: str

    @property
    def slug(self) -> str:
        return str(self.meta["slug"])

    @property
    def type(self) -> str:
        return str(self.meta["type"])


def read_documents(folder: Path = CONTENT_DIR) -> list[Document]:
    """All pages, in the order of their file names."""
    documents = []
    for path in sorted((folder / "pages").glob("*.md")):
        post = frontmatter.loads(path.read_text(encoding="utf-8"))
        documents.append(Document(path, post.metadata, post.content))
    return documents


def read_vocabulary(name: str, folder: Path = CONTENT_DIR) -> list[dict[str, Any]]:
    """The rows of `<name>.yaml`: themes, concepts, people or organisations."""
    rows: list[dict[str, Any]] = yaml.safe_load((folder / f"{name}.yaml").read_text(encoding="utf-8"))
    return rows


def read_home(folder: Path = CONTENT_DIR) -> dict[str, Any]:
    home: dict[str, Any] = yaml.safe_load((folder / "home.yaml").read_text(encoding="utf-8"))
    return home
