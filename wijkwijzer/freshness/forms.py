"""What readers, holders and contacts fill in, none of whom has an account."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from practices.models import PracticePage
from wijkwijzer.delivery.public_forms import PublicForm

LONGEST_REMARK, LONGEST_UPDATE, LONGEST_SUCCESSOR = 500, 1000, 300
NO_PERSONAL_DATA = _("Schrijf geen namen of andere persoonsgegevens.")


def yes_or_no(label: Any) -> forms.TypedChoiceField:
    """Nothing is chosen beforehand, and neither has to be."""
    return forms.TypedChoiceField(
        label=label,
        choices=[("ja", _("Ja")), ("nee", _("Nee"))],
        coerce=lambda value: value == "ja",
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )


def text(label: Any, longest: int, help_text: Any, rows: int = 3) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=longest, help_text=help_text, required=False, widget=widget)


class ReactionForm(PublicForm):
    """Two questions at the foot of a page, and room for a remark."""

    is_true = yes_or_no(_("Klopt dit nog?"))
    is_useful = yes_or_no(_("Was dit nuttig?"))
    remark = text(_("Je opmerking"), LONGEST_REMARK, NO_PERSONAL_DATA)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="reactie-%s", **kwargs)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        said = cleaned.get("is_true"), cleaned.get("is_useful")
        if not self.errors and said == (None, None) and not cleaned.get("remark"):
            raise forms.ValidationError(_("Kies ja of nee bij een van de vragen, of schrijf iets op."))
        return cleaned


class RightForm(PublicForm):
    """It is right: nothing to fill in."""


class UpdateForm(PublicForm):
    """What changed about a practice. What is written here is added to what the page says."""

    life_cycle = forms.ChoiceField(label=_("Hoe staat het ervoor?"), choices=PracticePage.LifeCycle.choices)
    result = text(_("Wat leverde het op?"), LONGEST_UPDATE, _("Alleen wat er nog niet staat. Mag leeg blijven."))
    did_not_work = text(_("Wat werkte niet?"), LONGEST_UPDATE, _("Alleen wat er nog niet staat. Mag leeg blijven."))

    def __init__(self, *args: Any, state: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["life_cycle"].initial = self.state = state

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and not self.changes:
            raise forms.ValidationError(_("Er is nog niets veranderd. Vul in wat anders is, of kies “Het klopt”."))
        return cleaned

    @property
    def changes(self) -> dict[str, str]:
        """Only what differs from what the page says."""
        names = ("life_cycle", "result", "did_not_work")
        filled_in = {name: self.cleaned_data.get(name, "").strip() for name in names}
        if filled_in["life_cycle"] == self.state:
            del filled_in["life_cycle"]
        return {name: said for name, said in filled_in.items() if said}


class GoneForm(PublicForm):
    """Somebody else is to be asked from now on."""

    successor = text(
        _("Wie kunnen we het voortaan vragen?"),
        LONGEST_SUCCESSOR,
        _("Een naam, en hoe we die persoon bereiken. Dit komt niet op de site. Weet je het niet? Laat het leeg."),
        rows=2,
    )
