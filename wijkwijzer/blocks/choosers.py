"""Choosers for what a block can point at."""

from wagtail import blocks

from wijkwijzer.delivery.visibility import visible
from wijkwijzer.municipalities.choosers import municipality_chooser
from wijkwijzer.people.choosers import organisation_chooser, person_chooser

MunicipalityBlock = municipality_chooser.get_block_class(
    name="MunicipalityBlock", module_path="wijkwijzer.blocks.choosers"
)
PersonBlock = person_chooser.get_block_class(name="PersonBlock", module_path="wijkwijzer.blocks.choosers")
OrganisationBlock = organisation_chooser.get_block_class(
    name="OrganisationBlock", module_path="wijkwijzer.blocks.choosers"
)


class VisiblePageBlock(blocks.PageChooserBlock):
    """A page chooser whose values know whether an anonymous reader may see them (`is_visible`).

    The editor keeps the page, the public page leaves it out: a draft or private page must not show its title.
    """

    def bulk_to_python(self, values):
        pages = super().bulk_to_python(values)
        self._mark([page for page in pages if page is not None])
        return pages

    def clean(self, value):
        page = super().clean(value)
        if page is not None:  # a preview shows what the form holds
            self._mark([page])
        return page

    def _mark(self, chosen):
        ids = set(
            visible(self.target_model.objects.filter(pk__in={page.pk for page in chosen})).values_list("pk", flat=True)
        )
        for page in chosen:
            page.is_visible = page.pk in ids
