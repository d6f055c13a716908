"""What is filled in about consent: by editors, by the privacy officer, and by the portrayed person."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from wijkwijzer.delivery.public_forms import PublicForm
from wijkwijzer.people.choosers import person_chooser

from .impact import Impact, Kind, Mention
from .models import LegalBasis, Request, Use
from .removing import Choice, Decision, Decisions

LEAST_MOTIVATION = 10


class BasisForm(forms.ModelForm):
    class Meta:
        model = LegalBasis
        fields = ["basis", "motivation", "photo_basis", "photo_motivation"]
        widgets = dict.fromkeys(("motivation", "photo_motivation"), forms.Textarea(attrs={"rows": 2}))


class LinkForm(forms.Form):
    """Where the link to “mijn portret” goes."""

    email = forms.EmailField(label=_("E-mailadres"), help_text=_("Van de persoon zelf. De link is een jaar geldig."))


class RequestForm(forms.ModelForm):
    """A request that came by mail, telephone or letter."""

    class Meta:
        model = Request
        fields = ["kind", "person", "received_on", "remark"]
        widgets = {
            "person": person_chooser.widget_class(),
            "received_on": forms.DateInput(attrs={"type": "date"}),
            "remark": forms.Textarea(attrs={"rows": 3}),
        }
        help_texts = {"received_on": _("Vanaf deze dag loopt de wettelijke maand.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].required = True
        self.fields["received_on"].initial = timezone.localdate

    def clean_received_on(self) -> Any:
        day = self.cleaned_data["received_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("Deze dag moet nog komen."))
        return day


class NoteForm(forms.Form):
    text = forms.CharField(
        label=_("Wat is er gedaan?"), widget=forms.Textarea(attrs={"rows": 2}), help_text=_("Zonder namen.")
    )


class AskForm(PublicForm):
    """What a portrayed person asks. Nothing is ticked beforehand."""

    uses = forms.MultipleChoiceField(label=_("Waarvoor trek je je toestemming in?"), required=False)
    everything = forms.BooleanField(label=_("Alles: haal mijn portret van de site"), required=False)
    remark = forms.CharField(
        label=_("Wil je er iets bij zeggen?"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Dit hoeft niet. Je hoeft ook niet uit te leggen waarom."),
    )
    typed_name = forms.CharField(
        label=_("Je naam"),
        max_length=120,
        help_text=_("Typ je naam. Zo weten we dat jij het vraagt."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )

    def __init__(self, *args: Any, uses: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # What takes the whole portrait away is one choice, said as such.
        choices = [(use, Use(use).label) for use in uses if use != Use.TEXT]
        self.fields["uses"].choices = choices  # type: ignore[attr-defined]
        self.fields["uses"].widget = forms.CheckboxSelectMultiple(choices=choices)
        if not choices:
            del self.fields["uses"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not cleaned.get("uses") and not cleaned.get("everything"):
            self.add_error("everything", _("Kies waarvoor je je toestemming intrekt."))
        return cleaned


class WithdrawalForm(forms.Form):
    """A decision about every mention elsewhere, and that the list was seen as it is."""

    seen = forms.BooleanField(label=_("Ik heb gezien wat er van de site gaat"))
    originals = forms.BooleanField(
        label=_("Verwijder ook de originele foto’s"),
        required=False,
        initial=True,
        help_text=_("Alleen foto’s die nergens anders staan. De formaten op de site gaan altijd weg."),
    )

    def __init__(self, *args: Any, impact: Impact, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.impact = impact
        self.fields["fingerprint"] = forms.CharField(widget=forms.HiddenInput, initial=impact.fingerprint)
        for mention in impact.to_decide:
            self.fields[f"choice-{mention.key}"] = forms.ChoiceField(
                label=_("Wat gebeurt hiermee?"),
                choices=choices_for(mention),
                widget=forms.RadioSelect,
                error_messages={"required": _("Kies wat hiermee gebeurt.")},
            )
            if mention.kind != Kind.IMAGE:
                self.fields[f"motivation-{mention.key}"] = forms.CharField(
                    label=_("Waarom mag het blijven staan?"),
                    required=False,
                    max_length=600,
                    help_text=_("Alleen bij “laat staan”. Dit wordt de grondslag van die pagina."),
                )

    def clean_fingerprint(self) -> str:
        sent: Any = self.data
        if self.cleaned_data["fingerprint"] != self.impact.fingerprint:
            self.data = {**sent.dict(), "fingerprint": self.impact.fingerprint}
            raise forms.ValidationError(_("De lijst is intussen veranderd. Kijk haar opnieuw na."))
        return self.impact.fingerprint

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for mention in self.impact.to_decide:
            name = f"motivation-{mention.key}"
            needs_why = mention.kind != Kind.IMAGE and cleaned.get(f"choice-{mention.key}") == Choice.LEAVE
            if needs_why and len(cleaned.get(name, "").strip()) < LEAST_MOTIVATION:
                self.add_error(name, _now("Leg uit waarom de naam hier mag blijven staan."))
        return cleaned

    @property
    def decisions(self) -> Decisions:
        cleaned = self.cleaned_data
        return {
            mention.key: Decision(
                cleaned[f"choice-{mention.key}"], cleaned.get(f"motivation-{mention.key}", "").strip()
            )
            for mention in self.impact.to_decide
        }

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The mentions with their fields, for the template."""
        return [
            {
                "mention": mention,
                "fields": [
                    self[name] for name in (f"choice-{mention.key}", f"motivation-{mention.key}") if name in self.fields
                ],
            }
            for mention in self.impact.to_decide
        ]


def choices_for(mention: Mention) -> list[tuple[str, Any]]:
    if mention.kind == Kind.IMAGE:
        return [(Choice.LEAVE, _("laat staan op de andere pagina’s")), (Choice.REMOVE, _("haal overal weg"))]
    choices = [(choice.value, choice.label) for choice in Choice]
    if mention.kind == Kind.PERSON:
        return [
            (value, _("haal weg") if value == Choice.REMOVE else label)
            for value, label in choices
            if value != Choice.OTHER
        ]
    # Texts that are in no page have no editor who is told to write them anew.
    return [(value, label) for value, label in choices if value != Choice.REWRITE or mention.page_id is not None]
