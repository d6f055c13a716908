from collections.abc import Iterator
from typing import Any

from django.templatetags.static import static
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import LogFormatter

from .decisions import may_see
from .models import Invitation
from .submitting import only_save, then_submit
from .views import ProgressView, missing_fragment, read_newest

for before in ("before_edit_page", "before_create_page"):
    hooks.register(before, only_save)
for after in ("after_edit_page", "after_create_page"):
    hooks.register(after, then_submit)


@hooks.register("register_admin_urls")
def register_urls() -> list[URLPattern]:
    return [
        path("voortgang/<int:page_id>/", ProgressView.as_view(), name="editorial_progress"),
        path("voortgang/<int:page_id>/lezen/", read_newest, name="editorial_read"),
        path("voortgang/<int:page_id>/wat-mist/", missing_fragment, name="editorial_missing"),
    ]


@hooks.register("register_page_header_buttons")
@hooks.register("register_page_listing_more_buttons")
def progress_button(page: Any, user: Any, **_where: Any) -> Iterator[Button]:
    if page.depth > 1 and may_see(page, user):
        yield Button(
            _("Voortgang"), reverse("editorial_progress", args=[page.pk]), icon_name="clipboard-list", priority=12
        )


@hooks.register("insert_editor_js")
def completeness_script() -> SafeString:
    return format_html('<script src="{}"></script>', static("editorial/completeness.js"))


@hooks.register("construct_page_action_menu")
def leave_out_cancelling(items: list[Any], request: Any, context: Any) -> None:
    """Taking back is on the screen with the progress, which says first what that cancels."""
    items[:] = [item for item in items if item.name != "action-cancel-workflow"]


@hooks.register("register_log_actions")
def register_log_actions(actions: Any) -> None:
    """The lines of the history of a page that only this room writes."""

    def register(action: str, name: str, sentence: str) -> None:
        @actions.register_action(action)
        class Line(LogFormatter):
            label = name

            def format_message(self, entry: Any) -> str:
                return sentence % {"reason": entry.data.get("reason", ""), **_who(entry)}

    register("editorial.offline", _("Van de site gehaald"), _("Van de site gehaald. Reden: %(reason)s"))
    register("editorial.emergency", _("Met spoed gepubliceerd"), _("Met spoed gepubliceerd. Reden: %(reason)s"))
    register("signoff.asked", _("Om akkoord gevraagd"), _("Om akkoord gevraagd: %(person)s"))
    register("signoff.reminded", _("Herinnering gestuurd"), _("Herinnerd aan de vraag om akkoord: %(person)s"))
    register("signoff.withdrawn", _("Link ingetrokken"), _("De link voor %(person)s werkt niet meer"))
    register("signoff.agreed", _("Akkoord"), _("Akkoord van %(person)s, ondertekend met “%(name)s” (link %(link)s)"))
    register("signoff.remarks", _("Opmerkingen"), _("Opmerkingen van %(person)s, “%(name)s” (link %(link)s)"))
    register("signoff.refused", _("Geen toestemming"), _("Geen toestemming van %(person)s, “%(name)s” (link %(link)s)"))


def _who(entry: Any) -> dict[str, Any]:
    """Names are looked up, not kept in the history: when somebody is forgotten they are gone there too."""
    if "invitation" not in entry.data:
        return {}
    invitation = Invitation.objects.filter(pk=entry.data["invitation"]).select_related("person").first()
    forgotten = _("iemand die is vergeten")
    return {
        "person": invitation.person.name if invitation else forgotten,
        "name": invitation.typed_name if invitation else forgotten,
        "link": entry.data.get("link", ""),
    }
