"""A brief as its reader gets it, whatever it is written on: a page, PDF or Word. Every line leads to its source."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from practices.models import CasePage, PracticePage
from wijkwijzer.recommendations.models import RecommendationPage
from wijkwijzer.recommendations.passages import anchor_of
from wijkwijzer.recommendations.standing import Line, Standing
from wijkwijzer.search.sections import plain, raw_blocks

from .items import Item, Reference, read
from .models import Brief

# Of each text so much that five things fit on about two pages.
LONGEST_TEXT = 300


@dataclass
class Note:
    """A numbered source. `url`: its whole address, `path`: the same within the site. `version`: of which moment it was
    used; `state`: what became of it since, if anything."""

    number: int
    title: str
    description: str
    url: str
    path: str
    version: str
    state: str = ""


@dataclass(frozen=True)
class Text:
    """A paragraph, or a line of a list, with the numbers of its notes."""

    words: str
    notes: tuple[int, ...] = ()


@dataclass(frozen=True)
class Part:
    """Texts under a small heading (or none): running text, a list, or a quotation."""

    heading: str
    texts: list[Text]
    form: str = "text"


@dataclass
class Section:
    """One thing of the brief: its heading, what its maker says about it, and what the site says."""

    heading: str
    context: str
    parts: list[Part] = field(default_factory=list)
    is_gone: bool = False


@dataclass
class BriefDocument:
    """A whole brief. `changes` says what happened to its sources since it was made."""

    title: str
    made_on: date
    until: date
    introduction: str
    sections: list[Section]
    notes: list[Note]
    changes: list[str]
    site: str


class _Maker:
    """Collects the notes of one brief while its sections are made."""

    def __init__(self, versions: dict[str, str]) -> None:
        self.versions = versions
        self.notes: dict[tuple[int, str], Note] = {}
        self.gone = 0

    def note(self, page: Any, key: str = "") -> int:
        """The number of a source; the same for each mention of the same passage."""
        known = self.notes.get((page.pk, key))
        if known is None:
            anchor = f"#{anchor_of(key)}" if key else ""
            number, path = len(self.notes) + 1, f"{page.url}{anchor}"
            url = f"{page.full_url}{anchor}"
            known = Note(number, page.title, _described(page), url, path, *self._version(page))
            self.notes[page.pk, key] = known
        return known.number

    def _version(self, page: Any) -> tuple[str, str]:
        """Of which moment the page was when the brief was made, and whether it changed since."""
        used = _moment(self.versions.get(str(page.pk))) or page.last_published_at
        version = _("versie van %(date)s") % {"date": _day(used)} if used else ""
        now = page.last_published_at
        if used and now and now > used:
            return version, _("gewijzigd op %(date)s, na het maken van deze brief") % {"date": _day(now)}
        return version, ""

    def section(self, item: Item, context: str, standing: Standing | None) -> Section:
        page = item.page
        if item.passage:
            words = Text(item.passage.text, (self.note(page, item.passage.key),))
            return Section(page.title, context, [Part("", [words], "quote")])
        if isinstance(page, RecommendationPage) and standing:
            heading = standing.statement or page.title
            return Section(heading, context, list(self._recommendation(page, standing)))
        if isinstance(page, PracticePage):
            return Section(page.title, context, list(self._practice(page)))
        if isinstance(page, CasePage):
            return Section(page.title, context, list(self._case(page)))
        return Section(page.title, context, [Part("", [Text(page.summary, (self.note(page),))])])

    def _recommendation(self, page: RecommendationPage, standing: Standing) -> Iterator[Part]:
        standing_today = " ".join((standing.summary, *standing.warnings))
        yield Part("", [Text(page.summary, (self.note(page),)), *_facts(page), Text(standing_today)])
        for column in standing.columns:
            if column.lines:
                lines = [Text(line.evidence.explanation, (self._source(line),)) for line in column.lines]
                yield Part(str(column.title), lines, "list")
        self.gone += standing.withdrawn

    def _source(self, line: Line) -> int:
        return self.note(line.source, line.passage.key if line.passage else "")

    def _practice(self, page: PracticePage) -> Iterator[Part]:
        number = self.note(page)
        yield Part("", [Text(page.summary, (number,))])
        texts = (
            (_("Probleem"), page.problem),
            (_("Aanpak"), page.approach),
            (_("Resultaat"), plain(page.result)),
            (_("Wat niet werkte"), plain(page.did_not_work)),
        )
        for heading, text in texts:
            yield Part(heading, [Text(_cut(text) if text.strip() else _("niet bekend"), (number,))])

    def _case(self, page: CasePage) -> Iterator[Part]:
        number = self.note(page)
        yield Part(_("Vraagstuk"), [Text(_cut(page.question), (number,))])
        advice = [block["value"].get("title", "") for block in raw_blocks(page.advice)]
        if advice:
            yield Part(_("Adviezen van de deelnemers"), [Text(title, (number,)) for title in advice], "list")
        if page.next_step:
            yield Part(_("Volgende stap"), [Text(_cut(plain(page.next_step)), (number,))])


def make_document(brief: Brief) -> BriefDocument:
    """The brief with what can be read of its sources today. A constant number of queries."""
    rows = list(brief.items.all())
    items = {
        item.reference: item for item in read([Reference(row.page_id, row.passage) for row in rows if row.page_id])
    }
    standings = standings_of(items.values())
    maker = _Maker(brief.versions)
    sections = []
    for row in rows:
        item = items.get(Reference(row.page_id or 0, row.passage))
        if item is None:
            sections.append(Section(_("Deze bron is niet meer te lezen"), row.context, is_gone=True))
        else:
            sections.append(maker.section(item, row.context, standings.get(item.page.pk)))
    notes = list(maker.notes.values())
    return BriefDocument(
        title=brief.title,
        made_on=timezone.localdate(brief.made_at),
        until=timezone.localdate(brief.until),
        introduction=brief.introduction,
        sections=sections,
        notes=notes,
        changes=_changes(notes, sections, maker.gone),
        site=settings.SITE_URL,
    )


def standings_of(items: Iterable[Item]) -> dict[int, Standing]:
    """How each recommendation among these stands, by key."""
    pages = list({item.page.pk: item.page for item in items if isinstance(item.page, RecommendationPage)}.values())
    return dict(zip((page.pk for page in pages), Standing.of_each(pages), strict=True)) if pages else {}


def versions_of(items: Sequence[Item]) -> dict[str, str]:
    """Of which moment each source is now, as a brief keeps it: of the things themselves and of their evidence."""
    pages = [item.page for item in items]
    pages += [line.source for standing in standings_of(items).values() for line in standing.lines]
    return {str(page.pk): page.last_published_at.isoformat() for page in pages if page.last_published_at}


def _changes(notes: Iterable[Note], sections: Iterable[Section], gone_evidence: int) -> list[str]:
    changed = sum(bool(note.state) for note in notes)
    gone = sum(section.is_gone for section in sections) + gone_evidence
    found = []
    if changed:
        text = ngettext(
            "%(n)d bron is gewijzigd sinds deze brief werd gemaakt.",
            "%(n)d bronnen zijn gewijzigd sinds deze brief werd gemaakt.",
            changed,
        )
        found.append(text % {"n": changed})
    if gone:
        text = ngettext("%(n)d bron is niet meer te lezen.", "%(n)d bronnen zijn niet meer te lezen.", gone)
        found.append(text % {"n": gone})
    return found


def _facts(page: RecommendationPage) -> Iterator[Text]:
    facts = (
        (_("Voor: %s."), ", ".join(page.addressee_labels)),
        (_("Beslismoment: %s."), ", ".join(page.moment_labels)),
        (_("Inspanning: %s."), page.get_effort_display()),
    )
    if words := " ".join(sentence % value for sentence, value in facts if value):
        yield Text(words)


def _described(page: Any) -> str:
    """What kind of source, from where, from when."""
    places = [link.municipality.display_name for link in page.municipality_links.all() if link.role != "mentioned"]
    parts = [str(page.kind_info.label), ", ".join(places[:3])]
    parts.append(_day(page.published_on) if page.published_on else "")
    return ", ".join(filter(None, parts))


def _moment(value: str | None) -> datetime | None:
    return parse_datetime(value) if value else None


def _day(moment: date | datetime) -> str:
    return date_format(timezone.localdate(moment) if isinstance(moment, datetime) else moment, "j F Y")


def _cut(text: str) -> str:
    """A text cut at the end of a sentence, or else between words."""
    text = " ".join(text.split())
    if len(text) <= LONGEST_TEXT:
        return text
    sentences, _dot, _rest = text[:LONGEST_TEXT].rpartition(". ")
    return f"{sentences}. […]" if sentences else f"{text[:LONGEST_TEXT].rpartition(' ')[0]} […]"
