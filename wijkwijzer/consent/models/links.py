"""The way of a portrayed person to what the site shows of them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from wijkwijzer.mail.models import Link
from wijkwijzer.people.models import Person

PURPOSE = "mijn-portret"
DAYS = 365


class PortraitLink(models.Model):
    """A link that was mailed to a person, with the address it went to."""

    person = models.ForeignKey(
        Person, verbose_name=_("persoon"), on_delete=models.CASCADE, related_name="portrait_links"
    )
    link = models.OneToOneField(Link, verbose_name=_("link"), on_delete=models.CASCADE, related_name="portrait_link")
    email = models.EmailField(_("e-mailadres"))

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("link naar “mijn portret”")
        verbose_name_plural = _("links naar “mijn portret”")

    def __str__(self) -> str:
        return f"{self.person_id} {self.link_id}"
