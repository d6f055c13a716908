"""Evidence: a passage of a publication, and what it says of a recommendation."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, PageChooserPanel
from wagtail.models import Orderable

from wijkwijzer.pages.models import KnowledgePage

from ..vocabularies import Stance
from ..widgets import PassageSelect


class Evidence(Orderable):
    """One source of a recommendation. Where and when it is from is what the page says, so that stands there alone.

    `passage` is the key of a passage (`passages.py`), empty for the page as a whole. `fingerprint` is that of what the
    passage said when an editor last read it for this recommendation. A page that is deleted leaves the row behind: that
    something was taken away is part of the truth.
    """

    page = ParentalKey("recommendations.RecommendationPage", related_name="evidence", on_delete=models.CASCADE)
    source = models.ForeignKey(
        KnowledgePage,
        verbose_name=_("bron"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="used_as_evidence",
        help_text=_("De pagina op deze site waarin het staat. Gemeente en jaar komen van die pagina."),
    )
    passage = models.CharField(
        _("passage"),
        max_length=40,
        blank=True,
        help_text=_("Kies eerst de pagina, dan de passage. Leeg: de pagina als geheel."),
    )
    fingerprint = models.CharField(max_length=64, blank=True, editable=False)
    stance = models.CharField(
        _("wat zegt de bron"),
        max_length=12,
        choices=Stance.choices,
        default=Stance.SUPPORTS,
        help_text=_("Neem ook op wat de aanbeveling nuanceert of weerspreekt."),
    )
    explanation = models.CharField(
        _("toelichting"),
        max_length=300,
        help_text=_("Eén zin: wat zegt deze bron over de aanbeveling? In eigen woorden, zonder namen."),
    )

    panels = [
        PageChooserPanel("source", page_type=KnowledgePage),
        FieldPanel("passage", widget=PassageSelect("source", whole=_("De pagina als geheel"))),
        FieldRowPanel([FieldPanel("stance"), FieldPanel("explanation")]),
        FieldPanel("is_read"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("bewijs")
        verbose_name_plural = _("bewijs")
