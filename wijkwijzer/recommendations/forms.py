"""The editor's form of a recommendation: evidence is a page and a passage of it as it is public now."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm, WagtailAdminPageForm
from wagtail.admin.panels.base import get_form_for_model

from wijkwijzer.pages.models import KnowledgePage
from wijkwijzer.pages.panels import PageLinkPanel

from .passages import Passage, passages_of, tips_of


def public_page(page_id: Any) -> Any:
    """The page as its own type, where a reader may see it. Evidence is what readers can check."""
    try:
        page = KnowledgePage.objects.visible().filter(pk=page_id).first()
    except (TypeError, ValueError, OverflowError):
        return None
    return page.specific if page else None


class _PassageForm:
    """A form with a page in one field and a passage of it in another, which offers what the page has."""

    page_field: str
    passage_field: str
    choices_of = staticmethod(passages_of)

    def offer_passages(self) -> None:
        form: Any = self
        page = public_page(form[self.page_field].value())
        key = str(form[self.passage_field].value() or "")
        self.passages = {passage.key: passage for passage in self.choices_of(page)} if page else {}
        form.fields[self.passage_field].widget.offer(list(self.passages.values()), key)

    def check_passage(self, cleaned: dict[str, Any]) -> Passage | None:
        """The chosen passage. One that is not on the page is refused, unless it was there when it was chosen."""
        form: Any = self
        key = cleaned.get(self.passage_field) or ""
        changed = {self.page_field, self.passage_field} & set(form.changed_data)
        if key and key not in self.passages and changed:
            form.add_error(self.passage_field, _("Kies een passage die nu op de pagina staat."))
        return self.passages.get(key)


class EvidenceForm(_PassageForm, WagtailAdminModelForm):
    """One row of evidence. What the passage says is marked as read when it is chosen, and when the editor says so."""

    page_field, passage_field = "source", "passage"

    is_read = forms.BooleanField(
        label=gettext_lazy("Ik las de passage opnieuw: de toelichting klopt"),
        help_text=gettext_lazy("Zet dit aan als de passage is gewijzigd en de toelichting nog klopt."),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer_passages()
        known = self.passages.get(self.instance.passage)
        if known and known.fingerprint != self.instance.fingerprint:
            self.fields["is_read"].help_text = _("Let op: de passage is gewijzigd sinds zij hier werd gekozen.")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        passage = self.check_passage(cleaned)
        is_new = {"source", "passage"} & set(self.changed_data) or not self.instance.fingerprint
        if not cleaned.get("passage"):
            self.instance.fingerprint = ""
        elif passage and (is_new or cleaned.get("is_read")):
            self.instance.fingerprint = passage.fingerprint
        return cleaned


class EvidencePanel(PageLinkPanel):
    """The rows of evidence, each with `EvidenceForm`."""

    def get_form_options(self) -> dict[str, Any]:
        options: dict[str, Any] = super().get_form_options()
        deferred = self.child_edit_handler.get_form_options().get("defer_required_on_fields")
        options["formsets"][self.relation_name]["form"] = get_form_for_model(
            self.db_field.related_model, form_class=EvidenceForm, defer_required_on_fields=deferred
        )
        return options


class RecommendationForm(_PassageForm, WagtailAdminPageForm):
    """The page's own form: a chosen tip gives the statement, so that it stands in one place."""

    page_field, passage_field = "tip_list", "tip"
    choices_of = staticmethod(tips_of)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "tip" in self.fields:
            self.offer_passages()

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if "tip" in self.fields:
            tip = self.check_passage(cleaned)
            if cleaned.get("tip_list") and not cleaned.get("tip"):
                self.add_error("tip", _("Kies welke tip het is."))
            if tip:
                cleaned["title"] = tip.text
        return cleaned
