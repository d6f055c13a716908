"""What a portrayed person fills in."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wijkwijzer.consent.models import Use, Wording
from wijkwijzer.delivery.public_forms import PublicForm

from .answers import Answer
from .models import Invitation
from .parts import Part

LONGEST_REMARK = 1000


class AnswerForm(PublicForm):
    """Three choices, of which none is chosen beforehand; a remark for each paragraph; a name as signature."""

    decision = forms.ChoiceField(
        label=_("Wat vind je?"),
        choices=[
            ("agreed", _("Akkoord: zo mag het op de site")),
            ("remarks", _("Ik heb opmerkingen: eerst iets veranderen")),
            ("refused", _("Ik geef geen toestemming")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Kies één van de drie.")},
    )
    uses = forms.MultipleChoiceField(
        label=_("Waarvoor geef je toestemming?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Vink aan wat je goed vindt. Alleen nodig als je akkoord bent."),
    )
    general = forms.CharField(
        label=_("Wil je nog iets zeggen?"),
        required=False,
        max_length=LONGEST_REMARK,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    name = forms.CharField(
        label=_("Je naam"),
        max_length=120,
        help_text=_("Zo onderteken je."),
        error_messages={"required": _("Vul je naam in.")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )

    def __init__(self, *args: Any, parts: list[Part], needed: Collection[str], **kwargs: Any) -> None:
        """`needed` are the uses without which the page cannot be published."""
        super().__init__(*args, **kwargs)
        self.parts, self.needed = parts, needed
        self.wording = Wording.newest()
        asked = [(use, self.wording.uses[use]) for use in Use.values if use in self.wording.uses]
        self.fields["uses"].choices = asked  # type: ignore[attr-defined]
        for place, _part, _paragraph in self.places():
            self.fields[place] = forms.CharField(
                label=_("Je opmerking hierbij"),
                required=False,
                max_length=LONGEST_REMARK,
                widget=forms.Textarea(attrs={"rows": 3}),
            )

    def places(self) -> list[tuple[str, Part, Any]]:
        """The name of the field, the part and the paragraph that each remark is about."""
        return [
            (f"remark-{number}-{piece}", part, paragraph)
            for number, part in enumerate(self.parts)
            for piece, paragraph in enumerate(part.paragraphs)
        ]

    def shown(self) -> list[dict[str, Any]]:
        """The parts for the template, each with its paragraphs and their fields."""
        shown: list[dict[str, Any]] = [{"part": part, "paragraphs": []} for part in self.parts]
        for place, _part, paragraph in self.places():
            shown[int(place.split("-")[1])]["paragraphs"].append({"html": paragraph, "field": self[place]})
        return shown

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        decision = cleaned.get("decision")
        if decision == Invitation.Answer.AGREED:
            self._check_uses(cleaned.get("uses", []))
            if self._remarks():
                self.add_error("decision", _("Je schreef opmerkingen. Kies dan “Ik heb opmerkingen”, of haal ze weg."))
        if decision == Invitation.Answer.REMARKS and not self._remarks() and not cleaned.get("general"):
            self.add_error("general", _("Schrijf hier of bij een alinea wat er anders moet."))
        return cleaned

    def _check_uses(self, uses: list[str]) -> None:
        if Use.TEXT in self.needed and Use.TEXT not in uses:
            self.add_error("uses", _("Zonder toestemming voor de tekst kan je portret niet op de site."))
        if Use.PHOTO in self.needed and Use.PHOTO not in uses:
            self.add_error(
                "uses",
                _("Er staat een foto bij. Vind je die niet goed? Kies dan “Ik heb opmerkingen” en schrijf dat op."),
            )

    def _remarks(self) -> list[tuple[Part, str]]:
        given = [(part, paragraph, self.cleaned_data.get(place, "")) for place, part, paragraph in self.places()]
        return [
            (part if len(part.paragraphs) == 1 else Part(part.label, part.path, paragraph, None), text)
            for part, paragraph, text in given
            if text
        ]

    def answer(self) -> Answer:
        cleaned = self.cleaned_data
        return Answer(
            kind=Invitation.Answer(cleaned["decision"]),
            name=cleaned["name"],
            uses=cleaned["uses"],
            wording=self.wording,
            remarks=self._remarks(),
            general=cleaned["general"],
        )
