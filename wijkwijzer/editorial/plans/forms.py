"""What somebody fills in about time."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from wijkwijzer.users.models import User

from ..models import EditorialStep
from . import board, steps
from .models import When

# What a browser's own field for a moment sends.
LOCAL = "%Y-%m-%dT%H:%M"


def moment_field(**options: Any) -> forms.DateTimeField:
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=LOCAL)
    return forms.DateTimeField(widget=widget, input_formats=[LOCAL], **options)


class WhenForm(forms.Form):
    """When an approved page goes live."""

    when = forms.ChoiceField(
        label=_("Wanneer gaat de pagina live?"),
        choices=When.choices,
        widget=forms.RadioSelect,
        initial=When.NOW,
    )
    moment = moment_field(
        label=_("Moment"), required=False, help_text=_("Nodig bij een later moment. In Nederlandse tijd.")
    )

    def asks_for_a_moment(self) -> bool:
        """Does the button that was pressed do something at a moment?"""
        return True

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("when") != When.AT:
            cleaned["moment"] = None
        if not self.asks_for_a_moment() or cleaned.get("when") != When.AT or "moment" in self.errors:
            return cleaned
        if cleaned.get("moment") is None:
            self.add_error("moment", _("Vul in wanneer de pagina live gaat."))
        elif cleaned["moment"] <= timezone.now():
            self.add_error("moment", _("Dit moment is voorbij. Kies een later moment, of publiceer meteen."))
        return cleaned


class AssignForm(forms.Form):
    """Who does a step, before when."""

    assignee = forms.ModelChoiceField(
        label=_("Wie doet dit?"), queryset=User.objects.none(), required=False, empty_label=_("Iedereen die mag")
    )
    due = forms.DateField(
        label=_("Klaar op"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Een werkdag eerder gaat er een herinnering per mail."),
    )  # fmt: skip

    def __init__(self, *args: Any, page: Any, **kwargs: Any) -> None:
        assignment = steps.current(page)
        if assignment is not None:
            kwargs["initial"] = {"assignee": assignment.assignee_id, "due": assignment.due}
        super().__init__(*args, **kwargs)
        keys = [user.pk for user in steps.candidates(page)]
        field: Any = self.fields["assignee"]
        field.queryset = User.objects.filter(pk__in=keys).order_by("last_name", "first_name", "username")


class SlotsForm(forms.Form):
    """New places in a series."""

    first = moment_field(label=_("Eerste moment"))
    number = forms.IntegerField(label=_("Hoeveel weken"), min_value=1, max_value=26, initial=8)

    def __init__(self, *args: Any, series: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["first"].initial = board.next_moment(series)
        if series.cadence == series.Cadence.MONTHLY:
            self.fields["number"].label = _("Hoeveel plekken")

    def clean_first(self) -> Any:
        first = self.cleaned_data["first"]
        if first <= timezone.now():
            raise forms.ValidationError(_("Dit moment is voorbij. Kies een later moment."))
        return first


def asks_for_a_moment(page: Any) -> bool:
    """Is the step the page is in the last one of the editors? What is approved there, is approved for a moment."""
    step = page.current_workflow_task
    if not isinstance(step, EditorialStep):
        return False
    later = step.workflow_tasks.get(workflow=page.current_workflow_state.workflow)
    after = later.workflow.workflow_tasks.filter(sort_order__gt=later.sort_order, task__active=True)
    return not any(isinstance(one.task.specific, EditorialStep) for one in after.select_related("task"))
