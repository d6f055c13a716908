"""The editors' guide: the Markdown pages of docs/redactie, read for the screen of the editors."""

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from xml.etree.ElementTree import Element

from django.urls import reverse
from django.utils.safestring import SafeString
from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

from wijkwijzer.settings.env import PROJECT_DIR

FOLDER = PROJECT_DIR / "docs" / "redactie"
PICTURES = FOLDER / "img"
INDEX = "README"
# What an address may name; a file name that does not look like this is not ours.
SLUG = re.compile(r"[a-z0-9-]+")


@dataclass(frozen=True)
class GuidePage:
    """One task of the guide. `html` is safe: it comes from the project's own files."""

    slug: str
    title: str
    html: SafeString


class _Addresses(Treeprocessor):
    """Links between the files become links between the screens, and pictures come from the view that guards them."""

    def run(self, root: Element) -> None:
        for link in root.iter("a"):
            name, dot, _rest = link.get("href", "").partition(".md")
            if dot and "/" not in name:
                link.set("href", guide_address(name))
        for picture in root.iter("img"):
            picture.set("src", reverse("guide_picture", args=[Path(picture.get("src", "")).name]))
            picture.set("loading", "lazy")


class _AddressesExtension(Extension):
    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 (Markdown's own name)
        md.treeprocessors.register(_Addresses(md), "guide_addresses", 5)


def guide_address(name: str) -> str:
    return reverse("guide") if name == INDEX else reverse("guide_page", args=[name])


def guide_slugs() -> list[str]:
    """The names of the pages, the index left out."""
    return sorted(file.stem for file in FOLDER.glob("*.md") if file.stem != INDEX)


def read_page(slug: str = INDEX) -> GuidePage | None:
    """A page of the guide by the name of its file; None where there is no such file."""
    file = FOLDER / f"{slug}.md"
    if (slug != INDEX and not SLUG.fullmatch(slug)) or not file.is_file():
        return None
    return _render(slug, file.stat().st_mtime_ns)


@lru_cache(maxsize=64)
def _render(slug: str, _changed: int) -> GuidePage:
    title, _newline, text = (FOLDER / f"{slug}.md").read_text(encoding="utf-8").partition("\n")
    html = Markdown(extensions=["tables", "sane_lists", _AddressesExtension()]).convert(text)
    return GuidePage(slug, title.removeprefix("# ").strip(), SafeString(html))


def picture_file(name: str) -> Path | None:
    """A screenshot by its file name; None for anything that is not one."""
    file = PICTURES / name
    return file if re.fullmatch(r"[a-z0-9-]+\.png", name) and file.is_file() else None
