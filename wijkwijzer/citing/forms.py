"""What the privacy officer fills in to close a version."""

from django import forms
from django.utils.translation import gettext_lazy as _


class CloseForm(forms.Form):
    reason = forms.CharField(
        label=_("Waarom moet deze tekst weg?"),
        min_length=10,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Zonder namen. Dit komt in de geschiedenis van de pagina; lezers zien het niet."),
    )
