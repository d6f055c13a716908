"""The forms of the Kennisbank: filled in by a link, and never over what somebody else saved in the meantime."""

import hashlib
import json
from typing import Any

from django import forms
from django.db import models
from django.forms.models import model_to_dict
from django.http import HttpRequest, HttpResponse
from django.utils.html import strip_tags
from django.utils.text import Truncator, capfirst, slugify
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail_modeladmin.views import CreateView, EditView

from wijkwijzer.taxonomy.models import Concept

OPENED = "opened"


class ListingCreateView(CreateView):
    """The form for a new one, with a title that is Dutch for every gender: not "Nieuw Persoon"."""

    def get_page_title(self) -> str:
        return str(_("%(kind)s toevoegen") % {"kind": capfirst(self.verbose_name)})

    def get_meta_title(self) -> str:
        return self.get_page_title()

    def get_page_subtitle(self) -> str:
        return ""


class ConceptCreateView(ListingCreateView):
    """`?term=` fills in the term and its address, for the report of what people search for."""

    def get_initial(self) -> dict[str, Any]:
        term = one_line(self.request.GET.get("term", ""))
        return {**super().get_initial(), "term": term, "slug": slugify(term)} if term else super().get_initial()


class OpenedField(forms.CharField):
    """What the form was opened with: goes along hidden, always as it is now, and is no change by the editor."""

    widget = forms.HiddenInput

    def bound_data(self, data: Any, initial: Any) -> Any:
        return initial

    def has_changed(self, initial: Any, data: Any) -> bool:
        return False


class ListingEditView(EditView):
    """The form of an existing one. What changed since it was opened is said before it is overwritten."""

    def get_form(self) -> forms.ModelForm:
        form: forms.ModelForm = super().get_form()
        self.stored = self._stored(list(form.fields))
        form.fields[OPENED] = OpenedField(required=False, initial=json.dumps(digests(self.stored)))
        return form

    def _stored(self, names: list[str]) -> dict[str, Any]:
        """The values in the database; those that a POST is about to replace are held until it is done."""
        rows = self.model._base_manager.all()
        if self.request.method == "POST":
            rows = rows.select_for_update()
        return model_to_dict(rows.get(pk=self.instance.pk), fields=names)

    def form_valid(self, form: forms.ModelForm) -> HttpResponse:
        changed = changed_since(form.cleaned_data.get(OPENED, ""), self.stored)
        if not changed:
            return super().form_valid(form)
        form.add_error(None, _("Iemand anders heeft dit intussen gewijzigd. Wat jij invulde, staat hieronder nog."))
        for name in changed:
            field = self.model._meta.get_field(name)
            values = {"field": capfirst(field.verbose_name), "value": in_words(field, self.stored[name])}
            form.add_error(None, _("%(field)s is nu: %(value)s") % values)
        form.add_error(None, _("Neem over wat je wilt houden en sla dan nog eens op."))
        return self.form_invalid(form)


class ConceptEditView(ListingEditView):
    """`?alternative_term=` adds another word to the form, for the report of what people search for. Saves nothing."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.added = one_line(request.GET.get("alternative_term", ""))
        if self.added:
            self._tell(request)
        return super().get(request, *args, **kwargs)

    def _tell(self, request: HttpRequest) -> None:
        values = {"word": self.added, "term": self.instance.term}
        if self._has_it():
            messages.info(request, _("“%(word)s” staat al bij %(term)s.") % values)
        else:
            messages.warning(request, _("“%(word)s” staat nu bij Andere woorden. Sla op om het te bewaren.") % values)

    def _has_it(self) -> bool:
        names = (self.instance.term, *self.instance.alternatives)
        return self.added.casefold() in {name.casefold() for name in names}

    def get_initial(self) -> dict[str, Any]:
        initial: dict[str, Any] = super().get_initial()
        if getattr(self, "added", "") and not self._has_it():
            initial["alternative_terms"] = "\n".join([*self.instance.alternatives, self.added])
        return initial


def one_line(text: str) -> str:
    """What an address asks to fill in, as short as a term."""
    return " ".join(text.split())[: Concept._meta.get_field("term").max_length]


def digests(values: dict[str, Any]) -> dict[str, str]:
    """A short mark for each value, by which a later look sees which one changed."""
    return {name: hashlib.sha256(repr(_comparable(value)).encode()).hexdigest()[:16] for name, value in values.items()}


def _comparable(value: Any) -> Any:
    """Many-to-many values are rows; in no order that means anything."""
    return sorted(row.pk for row in value) if isinstance(value, list) else value


def changed_since(opened: str, stored: dict[str, Any]) -> list[str]:
    """The fields that are not what they were when the form was opened. Without marks there is nothing to compare."""
    try:
        before = json.loads(opened)
    except ValueError:
        return []
    now = digests(stored)
    return [name for name in now if isinstance(before, dict) and name in before and before[name] != now[name]]


def in_words(field: models.Field, value: Any) -> str:
    """A stored value as an editor reads it in one line."""
    if isinstance(value, list):
        text = ", ".join(str(row) for row in value)
    elif field.related_model and value is not None:
        text = str(field.related_model._base_manager.get(pk=value))
    else:
        text = ", ".join(line.strip() for line in strip_tags(str(value or "")).splitlines() if line.strip())
    return Truncator(text).chars(200) or str(_("(leeg)"))
