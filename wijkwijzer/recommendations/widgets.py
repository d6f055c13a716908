"""Choosing a passage in the editor."""

from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class PassageSelect(forms.Select):
    """The passages of the page in another field, `source_field`, of the same form or row.

    The script asks for them as soon as a page is chosen; without it they are there after saving.
    """

    class Media:
        js = ("recommendations/passages.js",)

    def __init__(self, source_field: str, *, whole: Any, kind: str = "passages") -> None:
        """`whole` is the choice of none; `kind` which pieces of the page are offered (see `views.passages`)."""
        self.source_field, self.whole, self.kind = source_field, whole, kind
        super().__init__(choices=[("", whole)])

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, value, attrs)
        context["widget"]["attrs"] |= {
            "data-passages": reverse("recommendations_passages", args=[self.kind, 0]),
            "data-passages-of": self.source_field,
        }
        return context

    def offer(self, passages: list[Any], chosen: str) -> None:
        """Offer these passages; one that was chosen and is not there any more stays, and says so."""
        choices = [("", self.whole), *((passage.key, passage.shown) for passage in passages)]
        if chosen and chosen not in dict(choices):
            choices.append((chosen, _("(deze passage staat er niet meer)")))
        self.choices = choices
