"""What somebody at the desk fills in with a decision."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from .decisions import LEAST_REASON
from .plans.forms import WhenForm


class RemarkForm(forms.Form):
    """A judgement: a remark is needed only where changes are asked."""

    remark = forms.CharField(
        label=_("Opmerking"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("De schrijver leest dit. Vraag je om wijzigingen? Schrijf dan op welke."),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.data.get("decision") == "reject" and not cleaned.get("remark"):
            self.add_error("remark", _("Schrijf op wat er anders moet."))
        return cleaned


class LastRemarkForm(WhenForm, RemarkForm):
    """The last judgement also says when the page goes live."""

    field_order = ["remark", "when", "moment"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Who asks for changes, says nothing of it.
        self.fields["when"].required = False

    def asks_for_a_moment(self) -> bool:
        return self.data.get("decision") == "approve"


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Reden"),
        min_length=LEAST_REASON,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Komt in de geschiedenis van de pagina."),
    )


class InviteForm(forms.Form):
    """Where the question to a portrayed person goes. The address is used for this only and shows nowhere."""

    email = forms.EmailField(
        label=_("E-mailadres van de geportretteerde"),
        help_text=_("Alleen voor deze vraag. Het staat nergens op de site."),
    )
