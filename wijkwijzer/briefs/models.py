"""Briefs that visitors made, for thirty days. No account, no name, no address of mail."""

import hashlib
import secrets
from datetime import timedelta
from typing import Any

from django.db import models
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from wijkwijzer.pages.models import KnowledgePage

KEPT = timedelta(days=30)
TOKEN_BYTES = 24


def digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


class BriefQuerySet(QuerySet["Brief"]):
    def open(self) -> "BriefQuerySet":
        return self.filter(made_at__gt=timezone.now() - KEPT)

    def found(self, token: str) -> "Brief | None":
        """The brief behind an address."""
        return self.open().filter(token_digest=digest(token)).first()


class Brief(models.Model):
    """A brief: its title, and an introduction by its maker.

    Only digests of the two secrets are kept: that of its address, and that of the address for the maker alone. Of what
    it shows of the site nothing is copied, so that nothing outlives a withdrawal; `versions` tells of which moment each
    page was (`{"12": "2026-11-24T09:00:00+00:00"}`).
    """

    token_digest = models.CharField(max_length=64, unique=True)
    maker_digest = models.CharField(max_length=64)
    title = models.CharField(_("titel"), max_length=120)
    introduction = models.TextField(_("inleiding"), blank=True, max_length=2000)
    versions = models.JSONField(default=dict)
    made_at = models.DateTimeField(default=timezone.now, db_index=True)

    objects = BriefQuerySet.as_manager()

    class Meta:
        verbose_name = _("beleidsbrief")
        verbose_name_plural = _("beleidsbrieven")

    def __str__(self) -> str:
        return self.title

    @classmethod
    def begin(cls, **fields: Any) -> tuple["Brief", str, str]:
        """A new brief with the secrets of its address and of its maker, which nobody can find again."""
        token, key = secrets.token_urlsafe(TOKEN_BYTES), secrets.token_urlsafe(TOKEN_BYTES)
        return cls(token_digest=digest(token), maker_digest=digest(key), **fields), token, key

    def is_made_by(self, key: str) -> bool:
        return secrets.compare_digest(self.maker_digest, digest(key))

    @property
    def until(self) -> Any:
        return self.made_at + KEPT


class BriefItem(models.Model):
    """One thing of a brief, with what its maker says about it. A page that is deleted leaves its place behind."""

    brief = models.ForeignKey(Brief, related_name="items", on_delete=models.CASCADE)
    place = models.PositiveSmallIntegerField()
    page = models.ForeignKey(KnowledgePage, null=True, related_name="+", on_delete=models.SET_NULL)
    passage = models.CharField(max_length=40, blank=True)
    context = models.TextField(blank=True, max_length=2000)

    class Meta:
        ordering = ["place"]
        constraints = [models.UniqueConstraint(fields=["brief", "place"], name="briefs_one_item_a_place")]

    def __str__(self) -> str:
        return f"{self.brief} {self.place}"


def brief_address(token: str, name: str = "brief") -> str:
    return reverse(f"briefs:{name}", args=[token])
