"""What the maker of a brief fills in."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wijkwijzer.delivery.public_forms import PublicForm

from .items import MOST

LONGEST_CONTEXT = 2000


class BriefForm(PublicForm):
    """Title and introduction of a brief, and a text with each item (`context`, once for each, in their order)."""

    title = forms.CharField(
        label=gettext_lazy("Titel van de brief"),
        max_length=120,
        help_text=gettext_lazy("Bijvoorbeeld: Verbinders in onze gemeente."),
    )
    introduction = forms.CharField(
        label=gettext_lazy("Inleiding"),
        required=False,
        max_length=LONGEST_CONTEXT,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Waarom deze brief? Zet er geen gegevens van personen in."),
    )

    def __init__(self, data: Any, *, size: int) -> None:
        super().__init__(data)
        self.size = size
        self.contexts: list[str] = list(data.getlist("context"))[: MOST + 1] if data is not None else []
        self.contexts += [""] * (size - len(self.contexts))

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.size:
            raise ValidationError(_("Bewaar eerst iets om in de brief te zetten."))
        if any(len(context) > LONGEST_CONTEXT for context in self.contexts):
            raise ValidationError(
                _("Een van de toelichtingen is langer dan %(n)d tekens. Maak die korter.") % {"n": LONGEST_CONTEXT}
            )
        cleaned["contexts"] = [context.replace("\x00", "").strip() for context in self.contexts[: self.size]]
        return cleaned
