"""The lines of the history of a page that only this room writes, in Dutch."""

from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import LogFormatter

from .models import Invitation

LINES = {
    "editorial.offline": (gettext_lazy("Van de site gehaald"), gettext_lazy("Van de site gehaald. Reden: %(reason)s")),
    "editorial.emergency": (
        gettext_lazy("Met spoed gepubliceerd"),
        gettext_lazy("Met spoed gepubliceerd. Reden: %(reason)s"),
    ),
    "editorial.checked": (
        gettext_lazy("Achteraf nagekeken"),
        gettext_lazy("Na de spoed alsnog nagekeken en goedgekeurd"),
    ),
    "editorial.plan.made": (gettext_lazy("Gepland"), gettext_lazy("Goedgekeurd en gepland: %(moment)s")),
    "editorial.plan.changed": (
        gettext_lazy("Planning gewijzigd"),
        gettext_lazy("De planning is gewijzigd: %(moment)s"),
    ),
    "editorial.plan.cancelled": (
        gettext_lazy("Planning vervallen"),
        gettext_lazy("De planning vervalt (was: %(moment)s)"),
    ),
    "editorial.plan.published": (
        gettext_lazy("Volgens planning gepubliceerd"),
        gettext_lazy("Volgens de planning gepubliceerd"),
    ),
    "editorial.slot": (gettext_lazy("Plek in de reeks"), gettext_lazy("Plek in de reeks: %(moment)s")),
    "editorial.step.assigned": (
        gettext_lazy("Stap toegewezen"),
        gettext_lazy("De stap %(step)s is voor %(who)s, klaar op %(due)s"),
    ),
    "signoff.asked": (gettext_lazy("Om akkoord gevraagd"), gettext_lazy("Om akkoord gevraagd: %(person)s")),
    "signoff.reminded": (
        gettext_lazy("Herinnering gestuurd"),
        gettext_lazy("Herinnerd aan de vraag om akkoord: %(person)s"),
    ),
    "signoff.withdrawn": (gettext_lazy("Link ingetrokken"), gettext_lazy("De link voor %(person)s werkt niet meer")),
    "signoff.agreed": (
        gettext_lazy("Akkoord van de geportretteerde"),
        gettext_lazy("Akkoord van %(person)s, ondertekend met “%(name)s” (link %(link)s)"),
    ),
    "signoff.remarks": (
        gettext_lazy("Opmerkingen van de geportretteerde"),
        gettext_lazy("Opmerkingen van %(person)s, ondertekend met “%(name)s” (link %(link)s)"),
    ),
    "signoff.refused": (
        gettext_lazy("Geen toestemming"),
        gettext_lazy("Geen toestemming van %(person)s, ondertekend met “%(name)s” (link %(link)s)"),
    ),
}


def register_log_actions(actions: Any) -> None:
    for action, (name, sentence) in LINES.items():
        actions.register_action(action)(_formatter(name, sentence))


def _formatter(name: Any, sentence: Any) -> type[LogFormatter]:
    class Line(LogFormatter):
        label = name

        def format_message(self, entry: Any) -> str:
            return sentence % {"reason": "", **entry.data, **_in_words(entry.data), **_who(entry.data)}

    return Line


def _in_words(data: dict[str, Any]) -> dict[str, str]:
    """Moments and days as somebody reads them."""
    words = {}
    if "moment" in data:
        moment = parse_datetime(data["moment"]) if data["moment"] else None
        words["moment"] = date_format(timezone.localtime(moment), "j F Y, H:i") if moment else _("nog geen moment")
    if due := parse_date(data.get("due", "")):
        words["due"] = date_format(due, "j F Y")
    if "who" in data:
        words["who"] = data["who"] or _("iedereen die mag")
    return words


def _who(data: dict[str, Any]) -> dict[str, Any]:
    """Names are looked up, not kept in the history: when somebody is forgotten they are gone there too."""
    if "invitation" not in data:
        return {}
    invitation = Invitation.objects.filter(pk=data["invitation"]).select_related("person").first()
    forgotten = _("iemand die is vergeten")
    return {
        "person": invitation.person.name if invitation else forgotten,
        "name": invitation.typed_name if invitation else forgotten,
        "link": data.get("link", ""),
    }
