"""What a page still lacks before others are asked to judge it. A draft is saved as it is; this bites on submit."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.panels import Panel, TabbedInterface, get_edit_handler
from wagtail.admin.panels.group import PanelGroup

from portraits.models import MagazinePage, PortraitPage, PortraitSeriesPage
from practices.models import CasePage, PracticePage, TipListPage, WorkshopPage
from wijkwijzer.consent.portrayed import people_without_basis
from wijkwijzer.gate.faults import faults
from wijkwijzer.pages.models import KnowledgePage
from wijkwijzer.publications.models import ArticlePage

FORM_PREFIX = "panel"


@dataclass(frozen=True)
class Rule:
    """`text` says what to do about it, in the form's `field`; `is_met` is asked of the page as it is in the draft."""

    field: str
    text: Any
    is_met: Callable[[Any], bool]


@dataclass(frozen=True)
class Gap:
    """One line of the list: what is missing, and the address of the field where it goes."""

    text: str
    address: str


def _has(field: str) -> Callable[[Any], bool]:
    return lambda page: bool(strip_tags(str(getattr(page, field) or "")).strip())


def _has_rows(relation: str) -> Callable[[Any], bool]:
    return lambda page: bool(getattr(page, relation).all())


def _knows_the_picture(page: Any) -> bool:
    picture = page.lead_image
    return picture is None or bool(picture.description.strip() and picture.credit.strip())


TEXT = Rule("body", gettext_lazy("Schrijf de tekst."), lambda page: any(text.strip() for text in page.get_texts()))
PICTURE = Rule("lead_image", gettext_lazy("Kies een hoofdafbeelding."), lambda page: page.lead_image_id is not None)
PICTURE_TEXTS = Rule(
    "lead_image",
    gettext_lazy("Zet bij de hoofdafbeelding wat erop staat (alternatieve tekst) en wie haar maakte."),
    _knows_the_picture,
)
SUMMARY = Rule("summary", gettext_lazy("Schrijf een samenvatting."), _has("summary"))
THEMES = Rule("themes", gettext_lazy("Vink minstens één thema aan."), _has_rows("themes"))
PLACE = Rule(
    "municipality_links",
    gettext_lazy("Kies de gemeente waar dit over gaat, met de rol “onderwerp”."),
    lambda page: bool(page.subject_links),
)
MAKERS = Rule("contributions", gettext_lazy("Vul in wie hieraan meewerkten."), _has_rows("contributions"))
SOURCES = Rule(
    "sources",
    gettext_lazy("Noem de bronnen, of waar dit eerder verscheen."),
    lambda page: _has("sources")(page) or bool(page.earlier_url),
)
SOMEBODY = Rule(
    "person_links",
    gettext_lazy("Kies wie er geportretteerd is."),
    lambda page: any(link.role == "portrayed" for link in page.person_links.all()),
)
FAILURES = Rule(
    "did_not_work",
    gettext_lazy("Schrijf op wat niet werkte, of waarom daar niets over te zeggen is."),
    _has("did_not_work"),
)

# A list of tips or an explanation reads as well without a picture.
WITHOUT_PICTURE = (SUMMARY, PICTURE_TEXTS, THEMES, MAKERS, SOURCES)
EVERY_PUBLICATION = (*WITHOUT_PICTURE, PICTURE)
RULES: dict[type[Any], tuple[Rule, ...]] = {
    PortraitPage: (*EVERY_PUBLICATION, TEXT, SOMEBODY, PLACE),
    PortraitSeriesPage: (SUMMARY, PICTURE, PICTURE_TEXTS),
    MagazinePage: (SUMMARY, PICTURE, PICTURE_TEXTS, MAKERS),
    PracticePage: (*EVERY_PUBLICATION, PLACE, FAILURES),
    WorkshopPage: (*EVERY_PUBLICATION, TEXT),
    # A case is read as part of its workshop, which names makers and sources.
    CasePage: (SUMMARY, THEMES),
    TipListPage: WITHOUT_PICTURE,
    ArticlePage: (*WITHOUT_PICTURE, TEXT),
}


def gaps(page: Any) -> list[Gap]:
    """What `page`, as it is in memory, lacks; the order is that of the form."""
    anchors = anchors_of(type(page))
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    order = {field: place for place, field in enumerate(anchors)}
    found = [(field, text) for field, text in _missing(page)]
    found.sort(key=lambda gap: order.get(gap[0], len(order)))
    lines = [Gap(text, f"{edit}#{anchors[field]}" if field in anchors else edit) for field, text in found]
    if isinstance(page, KnowledgePage):
        lines += list(_people_without_basis(page))
    return lines


def _missing(page: Any) -> Iterator[tuple[str, str]]:
    known = set()
    for rule in RULES.get(type(page), ()):
        if not rule.is_met(page):
            known.add(rule.field)
            yield rule.field, str(rule.text)
    yield from faults(page, leave_out=known | {"slug", "path", "depth", "url_path", "content_type"})


def _people_without_basis(page: KnowledgePage) -> Iterator[Gap]:
    for person in people_without_basis(page):
        text = _("Kies de grondslag waarop %(name)s op deze pagina staat.") % {"name": person.name}
        yield Gap(text, reverse("consent_page", args=[page.pk]))


def anchors_of(page_class: type[Any]) -> dict[str, str]:
    """The id of the section of each field in the editor of a page type, in the order of the form."""
    return dict(_sections(get_edit_handler(page_class), FORM_PREFIX))


def _sections(panel: Panel, prefix: str) -> Iterator[tuple[str, str]]:
    """A form with tabs holds sections in each; what stands together in one section is found by that one."""
    for child, name in zip(panel.children, panel.child_identifiers, strict=True):
        if isinstance(panel, TabbedInterface):
            yield from _sections(child, f"{prefix}-child-{name}")
        else:
            for field in _fields(child):
                yield field, f"{prefix}-{name}-section"


def _fields(panel: Panel) -> Iterator[str]:
    if isinstance(panel, PanelGroup):
        for child in panel.children:
            yield from _fields(child)
    elif field := getattr(panel, "field_name", "") or getattr(panel, "relation_name", ""):
        yield field
