"""The table as a file for a spreadsheet."""

import csv
import io
from codecs import BOM_UTF8

from django.conf import settings
from django.utils.translation import gettext as _

from wijkwijzer.delivery.spreadsheets import without_formula

from .cells import Table

FILE_NAME = "praktijken-vergeleken.csv"


def as_csv(table: Table) -> bytes:
    """Rows and columns as on the page, and where each practice stands. Spreadsheets know UTF-8 by its mark only."""
    rows = [[_("Onderdeel"), *(column.title for column in table.columns)]]
    rows += [[row.title, *(cell.file_words for cell in row.cells)] for row in table.rows]
    rows.append([_("Pagina"), *(f"{settings.SITE_URL}{column.url}" for column in table.columns)])
    written = io.StringIO()
    csv.writer(written).writerows([without_formula(text) for text in row] for row in rows)
    return BOM_UTF8 + written.getvalue().encode()
