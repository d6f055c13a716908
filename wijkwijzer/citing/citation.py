"""What is needed to cite a publication, read once from the page and written in each of the forms."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from wijkwijzer.pages.models import Contribution, KnowledgePage, SiteSettings

from .models import Version


@dataclass(frozen=True)
class Author:
    """By the name as it is shown. It is not taken apart: only its owner knows which part is the family name."""

    name: str
    is_organisation: bool


@dataclass(frozen=True)
class Citation:
    """`published` is the date of the source and `version` the day of the text that is cited; `url` is the address of
    exactly that text, or of the page where it has none. `page_url` is the page itself, with a slash at its end."""

    title: str
    authors: tuple[Author, ...]
    publisher: str
    published: date | None
    version: date | None
    url: str
    page_url: str
    summary: str
    kind: str
    key: str

    @property
    def in_words(self) -> str:
        """As the APA rules have it, in Dutch, without the address: “Auteur (2023, 7 september). Titel. Uitgever.”"""
        names = [author.name for author in self.authors] or [self.publisher]
        who = names[0] if len(names) == 1 else _("%(most)s en %(last)s") % _parted(names)
        when = date_format(self.published, "Y, j F") if self.published else _("z.d.")
        parts = [f"{who} ({when})", self.title]
        if self.publisher != who:
            parts.append(self.publisher)
        if self.version:
            parts.append(_("Versie van %(day)s") % {"day": date_format(self.version, "j F Y")})
        return " ".join(
            part if part.endswith((".", "?", "!")) else f"{part}." for part in map(str.strip, parts) if part
        )


def _parted(names: list[str]) -> dict[str, str]:
    return {"most": ", ".join(names[:-1]), "last": names[-1]}


def citation_of(page: KnowledgePage, settings: SiteSettings, version: Version | None) -> Citation:
    """`version`: the one to cite, if there is one. Asks the database for nothing that the page has at hand."""
    page_url = page.full_url or ""
    return Citation(
        title=page.title,
        authors=tuple(
            Author(str(link.contributor), is_organisation=link.person_id is None)
            for link in page.contributions.all()
            if link.role == Contribution.Role.AUTHOR and link.contributor
        ),
        publisher=settings.publisher,
        published=page.published_on,
        version=version.day if version else None,
        url=f"{page_url}{version.path}" if version else page_url,
        page_url=page_url,
        summary=page.summary,
        kind=page.kind,
        key=f"{page.slug}-{page.published_on:%Y}" if page.published_on else page.slug,
    )


def newest_version(page: Any) -> Version | None:
    """Fetched together with the page, or asked for; none where the last one is closed, or none was made yet."""
    version: Version | None = getattr(page, "newest_version", None)
    return version
