"""What is known of each job: when it runs next, who runs it now, and how it went."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class JobState(models.Model):
    """One row a job. `busy_until` is a lease: whoever crashes with it, holds nobody up for longer."""

    name = models.SlugField(_("naam"), max_length=40, unique=True)
    due_at = models.DateTimeField(_("volgende keer"))
    busy_until = models.DateTimeField(_("bezig tot uiterlijk"), null=True, blank=True)
    started_at = models.DateTimeField(_("begonnen"), null=True, blank=True)
    finished_at = models.DateTimeField(_("klaar"), null=True, blank=True)
    failure = models.CharField(_("wat misging"), max_length=200, blank=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("taak van het rooster")
        verbose_name_plural = _("taken van het rooster")

    def __str__(self) -> str:
        return self.name
