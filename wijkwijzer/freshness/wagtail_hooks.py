from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import LogFormatter

from wijkwijzer.users.roles import has_role

from .reports import DESK, BrokenLinksView, ReactionsView, ReviewsView
from .screens import AnswersView, ReactionsOfPageView, ReviewView
from .stewards import may_review

# In the order of the menu.
LISTS: dict[str, Any] = {
    "freshness_reviews": ReviewsView,
    "freshness_answers": AnswersView,
    "freshness_reactions": ReactionsView,
    "freshness_links": BrokenLinksView,
}


@hooks.register("register_admin_urls")
def register_urls() -> list[URLPattern]:
    return [
        path("reports/nakijken/", ReviewsView.as_view(), name="freshness_reviews"),
        path("reports/nakijken/results/", ReviewsView.as_view(results_only=True), name="freshness_reviews_results"),
        path("reports/antwoorden/", AnswersView.as_view(), name="freshness_answers"),
        path("reports/reacties/", ReactionsView.as_view(), name="freshness_reactions"),
        path("reports/reacties/results/", ReactionsView.as_view(results_only=True), name="freshness_reactions_results"),
        path("reports/reacties/<int:page_id>/", ReactionsOfPageView.as_view(), name="freshness_reactions_of"),
        path("reports/links/", BrokenLinksView.as_view(), name="freshness_links"),
        path("reports/links/results/", BrokenLinksView.as_view(results_only=True), name="freshness_links_results"),
        path("nakijken/<int:page_id>/", ReviewView.as_view(), name="freshness_review"),
    ]


class DeskMenuItem(MenuItem):
    """Shown to whom the lists open for."""

    def is_shown(self, request: HttpRequest) -> bool:
        return has_role(request.user, *DESK)


def _menu_item(name: str, place: int) -> MenuItem:
    view = LISTS[name]
    return DeskMenuItem(view.page_title, reverse(name), name=name, icon_name=view.header_icon, order=200 + place)


for _place, _name in enumerate(LISTS):
    hooks.register("register_reports_menu_item", lambda name=_name, place=_place: _menu_item(name, place))


@hooks.register("register_page_header_buttons")
def review_button(page: Any, user: Any, **_where: Any) -> Iterator[Button]:
    if may_review(page, user):
        yield Button(
            _("Nakijken"), reverse("freshness_review", args=[page.pk]), icon_name="calendar-check", priority=14
        )


@hooks.register("register_log_actions")
def register_log_actions(actions: Any) -> None:
    """The lines of the history that only this room writes. Who answered by a link is known by its number."""

    def register(action: str, name: str, sentence: str) -> None:
        @actions.register_action(f"freshness.{action}")
        class Line(LogFormatter):
            label = name

            def format_message(self, entry: Any) -> str:
                number = entry.data.get("confirmation")
                return _("%(said)s (vraag %(n)d)") % {"said": sentence, "n": number} if number else sentence

    changed = _("Wijziging van de houder")
    register("confirmed", _("Nagekeken"), _("Nagekeken: nog steeds juist"))
    register("outdated", _("Mogelijk verouderd"), _("Niet op tijd nagekeken: de pagina is nu mogelijk verouderd"))
    register("asked", _("Houder gevraagd"), _("De houder kreeg de vraag of de pagina nog klopt"))
    register("confirmed_by_holder", _("Bevestigd door de houder"), _("De houder zegt dat de pagina klopt"))
    register("updated_by_holder", changed, _("De houder stuurde een wijziging; die staat in het concept"))
    register("noted_by_holder", changed, _("De houder stuurde een wijziging; die staat bij de antwoorden"))
    register("holder_gone", _("Houder weg"), _("De houder gaat er niet meer over"))
    register("contact_confirmed", _("Contact bevestigd"), _("Het adres mag nog een jaar op de site staan"))
    register("contact_gone", _("Contact weg"), _("Het adres is op verzoek van de site gehaald"))
