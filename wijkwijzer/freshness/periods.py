"""How long a publication counts as true after somebody looked, by its kind."""

import calendar
from datetime import date

from wijkwijzer.pages.kinds import KINDS

# In months. Practices change and end; what research found in a year stays what it found.
MONTHS = {
    "praktijk": 12,
    "aanbeveling": 12,
    "portret": 24,
    "reeks": 24,
    "casus": 24,
    "tips": 24,
    "artikel": 24,
    "magazine": 36,
    "werkplaats": 36,
    "onderzoek": 36,
    "begrip": 36,
}
if MONTHS.keys() != KINDS.keys():
    raise ValueError("Each kind of publication needs a review period, and no other.")

# Between the first reminder and the second, and between the second and what the page then says of itself.
BETWEEN = 1


def months_after(day: date, months: int) -> date:
    """The same day of a later month, or the last of it where that month is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
