"""The table: a row for everything one wants to know of a practice, a column for each practice."""

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from practices.models import PracticePage
from wijkwijzer.pages.models import KnowledgePage, PageMunicipality
from wijkwijzer.people.models import Person
from wijkwijzer.search.models import Status

from .cells import Cell, Column, Line, Row, Table
from .choice import Choice, readable_pages
from .evidence import evidence_of

# Long enough for the names of three municipalities.
PLACES_NAMED = 3


def make_table(choice: Choice, editorial_email: str, **more: str) -> Table:
    """The practices of `choice` side by side. `more` are the parameters that the links of the table keep."""
    columns = [_column(choice, practice, editorial_email, more) for practice in choice.practices]
    return Table(columns, _Rows(columns).all())


def _column(choice: Choice, practice: PracticePage, editorial_email: str, more: dict[str, str]) -> Column:
    ask_text, address = _("Vraag het de redactie"), editorial_email
    # The address stands on the page of the practice as well, and until the same day.
    if practice.holder is not None and practice.holder.public_email:
        ask_text, address = _("Vraag het de houder"), practice.holder.public_email
    return Column(
        practice,
        practice.title,
        practice.url or "",
        ", ".join(link.municipality.display_name for link in practice.places[:PLACES_NAMED]),
        choice.without(practice, **more),
        ask_text,
        f"mailto:{address}?subject={quote(practice.title, safe='')}" if address else "",
    )


class _Rows:
    """All rows of the table. What they need of other tables is fetched once, for all practices together."""

    def __init__(self, columns: list[Column]) -> None:
        self.columns = columns
        practices = [column.practice for column in columns]
        self.evidence = evidence_of(practices)
        self.replacements = readable_pages(_replaced_by(practice) for practice in practices)

    def all(self) -> list[Row]:
        return [
            self._row("probleem", _("Probleem"), lambda column: _text(column, column.practice.problem)),
            self._row("aanpak", _("Aanpak"), lambda column: _text(column, column.practice.approach)),
            self._row("schaal", _("Schaal"), lambda column: _text(column, column.practice.get_scale_display())),
            self._row("periode", _("Periode"), lambda column: _text(column, column.practice.period)),
            self._row("wie-nodig", _("Wie nodig"), lambda column: _text(column, column.practice.who_needed)),
            self._row("kosten", _("Kosten"), lambda column: _text(column, column.practice.costs)),
            self._row("resultaat", _("Resultaat"), lambda column: _rich(column, column.practice.result)),
            self._row("niet", _("Wat niet werkte"), lambda column: _rich(column, column.practice.did_not_work)),
            self._row("belemmering", _("Belemmering"), _obstacles),
            self._row("bewijs", _("Bewijs"), self._evidence),
            self._row("status", _("Status"), self._status),
            self._row("gemeente", _("Gemeente"), _places),
            self._row("contact", _("Contact"), _contact),
        ]

    def _row(self, name: str, title: str, cell: Callable[[Column], Cell]) -> Row:
        return Row(name, title, [cell(column) for column in self.columns])

    def _evidence(self, column: Column) -> Cell:
        return _lines(column, self.evidence[column.practice.pk])

    def _status(self, column: Column) -> Cell:
        """How it is with the practice, and how far the page can be trusted today."""
        practice = column.practice
        is_known = practice.life_cycle != PracticePage.LifeCycle.UNKNOWN
        lines = [Line(str(practice.get_life_cycle_display()))] if is_known else []
        lines.append(self._freshness(practice))
        return Cell(column, lines, missing="" if is_known else _("of het nog loopt, is niet bekend"))

    def _freshness(self, practice: PracticePage) -> Line:
        freshness: Any = getattr(practice, "freshness", None)
        replacement: KnowledgePage | None = self.replacements.get(_replaced_by(practice) or 0)
        if replacement is not None and replacement.pk != practice.pk:
            return Line(_("vervangen door %(title)s") % {"title": replacement.title}, replacement.url or "")
        since = freshness.outdated_since if freshness else None
        if since and since <= timezone.localdate():
            return Line(_("mogelijk verouderd sinds %(day)s") % {"day": date_format(since, "j F Y")})
        reviewed = freshness.reviewed_on if freshness else None
        note = _("gecontroleerd op %(day)s") % {"day": date_format(reviewed, "j F Y")} if reviewed else ""
        return Line(str(Status.CURRENT.label), note=note)


def _replaced_by(practice: PracticePage) -> int | None:
    key: int | None = getattr(getattr(practice, "freshness", None), "replaced_by_id", None)
    return key


def _unknown(column: Column) -> Cell:
    return Cell(column, missing=_("niet bekend"))


def _text(column: Column, text: str) -> Cell:
    return _known(Cell(column, [Line(text.strip())]))


def _rich(column: Column, source: str) -> Cell:
    return _known(Cell(column, rich=source))


def _known(cell: Cell) -> Cell:
    """Editors write that something is not known, too: then the way to ask stands there as well."""
    return _unknown(cell.column) if cell.words.strip(" .").lower() in ("", _("niet bekend")) else cell


def _lines(column: Column, lines: list[Line]) -> Cell:
    return Cell(column, lines) if lines else _unknown(column)


def _obstacles(column: Column) -> Cell:
    return _text(column, ", ".join(column.practice.obstacle_labels))


def _places(column: Column) -> Cell:
    return _lines(column, [_place(link) for link in column.practice.places])


def _place(link: PageMunicipality) -> Line:
    place = link.municipality
    size = str(place.get_size_class_display())
    note = f"{link.area}, {size}" if link.area else size
    return Line(place.display_name, place.get_absolute_url(), note)


def _contact(column: Column) -> Cell:
    """Who carries it out, as on the page of the practice.

    A file lies about for years, an address is shown for one, and a person may leave the site tomorrow: there stands
    the organisation, or where on the site one finds who it is.
    """
    holder = column.practice.holder
    on_its_page = _("zie de pagina van deze praktijk")
    if holder is None:
        return _unknown(column)
    url = holder.public_url if isinstance(holder, Person) else holder.get_absolute_url()
    lines = [Line(holder.name, url)]
    if holder.public_email:
        lines.append(Line(holder.public_email, f"mailto:{holder.public_email}"))
    missing = "" if holder.public_email else _("adres niet bekend")
    in_a_file = on_its_page if isinstance(holder, Person) else f"{holder.name}; {on_its_page}"
    return Cell(column, lines, missing=missing, in_a_file=in_a_file)
