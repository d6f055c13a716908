"""A recommendation for those who decide."""

from collections.abc import Iterator
from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, PageChooserPanel

from practices.models import TipListPage
from practices.models.obstacles import ObstaclesField, obstacle_labels
from wijkwijzer.pages.models import KnowledgePage
from wijkwijzer.taxonomy.choices import labels

from ..forms import EvidencePanel, RecommendationForm
from ..standing import Standing
from ..vocabularies import Addressee, AddresseesField, Effort, Moment, MomentsField
from ..widgets import PassageSelect


class RecommendationPage(KnowledgePage):
    """A statement in the imperative, with for whom it is, when to decide on it, and the evidence for and against.

    Its explanation is the body that every publication has. With a `tip` the statement is that of a tip in a list, and
    stands only there.
    """

    template = "pages/recommendations/recommendation_page.html"
    parent_page_types = ["recommendations.RecommendationIndexPage"]
    subpage_types: list[str] = []
    page_description = _("Wat iemand het best kan besluiten of doen, met wat ervoor en ertegen pleit.")
    kind_slug = "aanbeveling"
    base_form_class = RecommendationForm

    addressees = AddresseesField(_("voor wie"), help_text=_("Wie kan dit besluiten of doen?"))
    moments = MomentsField(_("beslismoment"), help_text=_("Wanneer komt dit op tafel?"))
    effort = models.CharField(
        _("inspanning"), max_length=8, choices=Effort.choices, blank=True, help_text=_("Hoeveel vraagt het?")
    )
    obstacles = ObstaclesField(_("belemmeringen"), help_text=_("Welke belemmering neemt dit weg of maakt dit kleiner?"))
    tip_list = models.ForeignKey(
        TipListPage,
        verbose_name=_("tiplijst"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="recommendations_of_tips",
        help_text=_("Staat deze aanbeveling al als tip in een lijst? Kies dan de lijst en de tip."),
    )
    tip = models.CharField(
        _("tip"), max_length=40, blank=True, help_text=_("De titel van de aanbeveling is dan die van de tip.")
    )

    content_panels = [
        *KnowledgePage.content_panels[:2],
        MultiFieldPanel(
            [
                PageChooserPanel("tip_list"),
                FieldPanel("tip", widget=PassageSelect("tip_list", whole=_("Geen"), kind="tips")),
            ],
            heading=_("Staat al in een tiplijst"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("addressees"), FieldPanel("moments")]),
                FieldRowPanel([FieldPanel("effort"), FieldPanel("obstacles")]),
            ],
            heading=_("Voor wie en wanneer"),
        ),
        FieldPanel("lead_image"),
        FieldPanel("body"),
        EvidencePanel("evidence", heading=_("Bewijs"), label=_("Bron")),
    ]

    class Meta:
        verbose_name = _("aanbeveling")
        verbose_name_plural = _("aanbevelingen")

    def get_texts(self) -> Iterator[str]:
        yield from super().get_texts()
        yield from (row.explanation for row in self.evidence.all())

    @property
    def addressee_labels(self) -> list[str]:
        return labels(Addressee, self.addressees)

    @property
    def moment_labels(self) -> list[str]:
        return labels(Moment, self.moments)

    @property
    def obstacle_labels(self) -> list[str]:
        return obstacle_labels(self.obstacles)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        context["standing"] = Standing.of(self)
        return context
