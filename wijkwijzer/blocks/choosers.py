"""Choosers for what a block can point at."""

from django.db.models import Exists, OuterRef
from wagtail import blocks

from wijkwijzer.delivery.prepared import prepared
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
        pages = self._marked(values)
        return [pages.get(value) for value in values]

    def clean(self, value):
        page = super().clean(value)
        # A preview shows what the form holds, which did not come through `bulk_to_python`.
        return page and self._marked([page.pk]).get(page.pk)

    def _marked(self, ids):
        """Wanted pages by key."""
        found = _marked_pages([pk for pk in ids if pk is not None], model=self.target_model)
        return {page.pk: page for page in found}


@prepared
def _marked_pages(page_ids, *, model):
    pages = model.objects.all()
    return pages.annotate(is_visible=Exists(visible(pages.filter(pk=OuterRef("pk"))))).filter(pk__in=page_ids)
