"""The proof that something was taken back, what is left to do, and the addresses that are gone. No names anywhere."""

from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from wijkwijzer.people.models import Person

from .requests import Request


class Withdrawal(models.Model):
    """One time that pages were taken back: only ever added to.

    `number` is that of the line in the journal of erasures. `path_hashes`: SHA-256 of the addresses; `content_hashes`:
    of what was last published; `consents`: which wording, uses and moments; `counts`: how much each room removed, and
    how mentions elsewhere were decided.
    """

    number = models.UUIDField(_("nummer"), default=uuid4, editable=False)
    at = models.DateTimeField(_("wanneer"), default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("door"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    request = models.ForeignKey(
        Request,
        verbose_name=_("verzoek"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="withdrawals",
    )
    is_replayed = models.BooleanField(_("opnieuw na terugzetten van een back-up"), default=False)
    page_ids = models.JSONField(_("nummers van pagina’s"), default=list)
    path_hashes = models.JSONField(_("adressen"), default=list)
    content_hashes = models.JSONField(_("controlegetallen"), default=list)
    consents = models.JSONField(_("toestemmingen"), default=list)
    counts = models.JSONField(_("aantallen"), default=dict)

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("intrekking")
        verbose_name_plural = _("intrekkingen")

    def __str__(self) -> str:
        return f"{self.number} {self.at:%Y-%m-%d %H:%M}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("What was done is done.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        raise TypeError("What was done is done.")

    @property
    def is_done(self) -> bool:
        """Only when also every text that somebody must write anew has been."""
        return not self.tasks.filter(done_at=None).exists()


class WithdrawalTask(models.Model):
    """A place in another page that an editor must write anew. `text_hash` is of what stood there: while it still does,
    the task is not done."""

    withdrawal = models.ForeignKey(Withdrawal, on_delete=models.CASCADE, related_name="tasks")
    page = models.ForeignKey(Page, verbose_name=_("pagina"), on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    place = models.CharField(_("plek"), max_length=200)
    label = models.CharField(_("waar"), max_length=200)
    text_hash = models.CharField(max_length=64)
    done_at = models.DateTimeField(_("klaar"), null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["pk"]
        verbose_name = _("te herschrijven tekst")
        verbose_name_plural = _("te herschrijven teksten")

    def __str__(self) -> str:
        return self.place


class Gone(models.Model):
    """An address at which something stood that was taken back, as a hash: the address itself may hold a name."""

    path_hash = models.CharField(max_length=64, unique=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("verdwenen adres")
        verbose_name_plural = _("verdwenen adressen")

    def __str__(self) -> str:
        return self.path_hash
