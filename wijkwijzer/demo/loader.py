"""Load the demo site: vocabularies, pages, home page, accounts. Idempotent, and never over the work of others."""

import json
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import transaction

from wijkwijzer.consent.models import LegalBasis, Withdrawal
from wijkwijzer.consent.portrayed import portraying_people
from wijkwijzer.gate.models import Publication
from wijkwijzer.gate.publishing import publish
from wijkwijzer.municipalities.models import Municipality
from wijkwijzer.pages.layout import lay_out_site
from wijkwijzer.pages.models import ContentPage, KnowledgePage
from wijkwijzer.users import service

from .accounts import USERNAMES, make_accounts
from .brief import load_brief
from .desk import desk_documents, load_desk
from .documents import Document, read_documents
from .fields import PAGE_TYPES, PageFiller
from .frame import load_home, load_settings
from .markup import MarkupError
from .pictures import load_pictures, pictures_by_page
from .vocabularies import load_vocabularies

# What differs between two loadings of the same text: identities and moments, not content.
_VOLATILE = {
    "pk", "page_ptr", "knowledgepage_ptr", "page", "content_object", "magazine", "path", "depth", "numchild",
    "url_path", "live_revision", "latest_revision", "latest_revision_created_at", "last_published_at",
    "first_published_at", "has_unpublished_changes", "live", "draft_title", "word_count", "kind", "translation_key",
    "locked_at", "comments", "seo_title", "search_description", "show_in_menus", "owner",
}  # fmt: skip


class DemoRefusedError(Exception):
    """The database holds accounts or pages of somebody else."""


@dataclass
class Report:
    """What a loading did, in slugs."""

    made: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    left_alone: list[str] = field(default_factory=list)
    accounts: list[str] = field(default_factory=list)


def database_is_empty() -> bool:
    """No accounts and no publications: a new site."""
    return not get_user_model().objects.exists() and not KnowledgePage.objects.exists()


@transaction.atomic
def load_demo() -> Report:
    """Load everything. Raises `DemoRefusedError` where accounts or pages of others exist, and then changes nothing."""
    documents = read_documents()
    _refuse_if_of_others({document.slug for document in [*documents, *desk_documents()]})
    if not Municipality.objects.exists():
        call_command("import_municipalities", verbosity=0)
    lay_out_site()
    load_vocabularies()
    report = Report()
    pages = {document.slug: _find_or_make(document, report) for document in _parents_first(documents)}
    pictures, shown = load_pictures(), pictures_by_page()
    # Recommendations last: they point at passages of the others.
    for document in sorted(documents, key=lambda document: document.type == "recommendation"):
        picture = pictures[shown[document.slug]] if document.slug in shown else None
        _load(PageFiller(document, pages, picture), pages[document.slug], report)
        if document.slug not in report.left_alone:
            _give_bases(document, pages[document.slug])
    load_home(pages)
    load_settings()
    report.accounts = make_accounts()
    report.made += load_desk(pages, pictures)
    load_brief(pages)
    return report


def _give_bases(document: Document, page: Any) -> None:
    """Real people are here because their story appeared elsewhere; nobody is made to have agreed to anything."""
    earlier = document.meta.get("earlier") or {}
    source = ", ".join(str(earlier[name]) for name in ("site", "title", "date") if earlier.get(name))
    for person in portraying_people(page):
        LegalBasis.objects.get_or_create(
            page_id=page.pk,
            person=person,
            defaults={
                "basis": LegalBasis.Basis.JOURNALISM,
                "motivation": f"Eerder gepubliceerd: {source or document.meta['title']}.",
            },
        )


def _refuse_if_of_others(slugs: set[str]) -> None:
    if Withdrawal.objects.exists():
        raise DemoRefusedError("Pages were withdrawn. The demo is not loaded, as it would bring them back.")
    strangers = get_user_model().objects.exclude(username__in=[*USERNAMES, *service.accounts]).count()
    if strangers:
        raise DemoRefusedError(
            f"The database holds {strangers} account(s) that are not of the demo. The demo is not loaded."
        )
    for model in (KnowledgePage, ContentPage):
        other = model.objects.exclude(slug__in=slugs).first()
        if other is not None:
            raise DemoRefusedError(f"The page “{other.title}” is not of the demo. The demo is not loaded.")


def _parents_first(documents: list[Document]) -> list[Document]:
    return sorted(
        documents, key=lambda document: (document.type == "case", document.meta.get("order", 0), document.slug)
    )


def _find_or_make(document: Document, report: Report) -> Any:
    model, parent_model = PAGE_TYPES[document.type]
    page = model.objects.filter(slug=document.slug).first()
    if page is not None:
        return page
    parents = parent_model.objects
    parent = parents.get(slug=document.meta["workshop"]) if document.type == "case" else parents.get()
    page = model(
        slug=document.slug, title=document.meta["title"], summary=document.meta["summary"], live=False,
        show_in_menus=document.type == "content",
    )  # fmt: skip
    parent.add_child(instance=page)
    report.made.append(document.slug)
    return page


def _load(filler: PageFiller, page: Any, report: Report) -> None:
    document = filler.document
    latest = page.latest_revision
    # Edited, or taken offline: then it is theirs.
    if latest is not None and (latest.user_id is not None or not page.live):
        report.left_alone.append(document.slug)
        return
    before = _comparable(page)
    try:
        filler.fill(page)
    except (MarkupError, KeyError) as error:
        raise MarkupError(f"{document.path.name}: {error}") from error
    if latest is not None and _comparable(page) == before:
        report.unchanged.append(document.slug)
        return
    page.full_clean()
    publish(page.save_revision(), Publication.How.COMMAND)
    if document.slug not in report.made:
        report.updated.append(document.slug)


def _comparable(page: Any) -> str:
    def strip(value: Any) -> Any:
        if isinstance(value, str) and value.startswith("[{"):
            # A stream, as text; PostgreSQL gives its keys back in an order of its own.
            return json.dumps(json.loads(value), sort_keys=True)
        if isinstance(value, dict):
            return {key: strip(item) for key, item in value.items() if key not in _VOLATILE}
        return [strip(item) for item in value] if isinstance(value, list) else value

    return json.dumps(strip(page.serializable_data()), sort_keys=True, default=str)
