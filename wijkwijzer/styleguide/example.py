"""What an example is, and the words and names that examples share."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# As long as a title may sensibly be; a real one, so that it breaks where a real one does.
LONG_TITLE = (
    "Hoe bewoners, bedrijven en de gemeente Voorbeeldstad samen een lege basisschool "
    "ombouwden tot een huis voor de hele wijk"
)
LONG_WORD = "Wijkontwikkelingsplanbegeleidingscommissievergaderingsverslagen"

USUAL = _("Gewoon")
NO_IMAGE = _("Zonder beeld")
LONG = _("Titel van 120 tekens")
VERY_LONG_WORD = _("Heel lang woord")
UNKNOWN = _("Alles onbekend")
EMPTY = _("Leeg")
ONE = _("Eén")


@dataclass(frozen=True)
class Example:
    """A template shown with `context`. `frame` is what must stand around it for it to look as it does on a page:
    `cards`, `list` or `items` (it is an item of one), `aside`, `text` (the column of running text), `head` (it is not
    seen, so its source is shown), or nothing.
    """

    title: str | Promise
    context: dict[str, Any] = field(default_factory=dict)
    frame: str = ""


# For each template a function, because its examples are made anew for each request: they hold today's date.
Examples = Mapping[str, Callable[[], Iterable[Example]]]
