"""Mail that waits to be sent, and the links in it for people who have no account."""

import base64
import hashlib
import hmac
import secrets
from datetime import timedelta
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


def new_nonce() -> str:
    return secrets.token_urlsafe(24)


def hash_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


class LinkManager(models.Manager["Link"]):
    def make(self, purpose: str, *, days: int) -> "Link":
        """A new link. `purpose` is the first part of its address: it works for nothing else."""
        link = self.model(purpose=purpose, nonce=new_nonce(), expires_at=timezone.now() + timedelta(days=days))
        link.token_hash = hash_of(link.token)
        link.save()
        return link

    def found(self, purpose: str, token: str) -> "Link | None":
        """The link that the token of an address opens, usable or not. By its hash: how much of a guess is right shows
        in no answer and in no time."""
        return self.filter(purpose=purpose, token_hash=hash_of(token)).first()


class Link(models.Model):
    """A secret address for one person and one purpose.

    The token stands nowhere: it is made from the secret key of the site and a number of this row, so that a reminder
    can have the same one. The table holds what it hashes to (SHA-256), by which it is found.
    """

    purpose = models.CharField(_("waarvoor"), max_length=20)
    nonce = models.CharField(max_length=40, default=new_nonce, editable=False)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    made_at = models.DateTimeField(_("gemaakt"), auto_now_add=True)
    expires_at = models.DateTimeField(_("geldig tot"))
    withdrawn_at = models.DateTimeField(_("ingetrokken"), null=True, blank=True)
    used_at = models.DateTimeField(_("gebruikt"), null=True, blank=True)

    objects = LinkManager()

    class Meta:
        verbose_name = _("link")
        verbose_name_plural = _("links")

    def __str__(self) -> str:
        return f"{self.purpose} {self.pk}"

    @property
    def token(self) -> str:
        digest = hmac.new(settings.SECRET_KEY.encode(), f"{self.purpose} {self.nonce}".encode(), hashlib.sha256)
        return base64.urlsafe_b64encode(digest.digest()).decode().rstrip("=")

    @property
    def address(self) -> str:
        """The whole address, for a mail. Never show it on a screen: whoever has it, is that person."""
        if hash_of(self.token) != self.token_hash:
            # The site has another secret key since.
            self.token_hash = hash_of(self.token)
            self.save(update_fields=["token_hash"])
        return f"{settings.SITE_URL}/{self.purpose}/{self.token}/"

    @property
    def is_open(self) -> bool:
        return self.used_at is None and self.withdrawn_at is None and self.expires_at > timezone.now()

    def withdraw(self) -> None:
        if self.withdrawn_at is None:
            self.withdrawn_at = timezone.now()
            self.save(update_fields=["withdrawn_at"])


class MessageQuerySet(models.QuerySet["Message"]):
    def waiting(self) -> Self:
        return self.filter(sent_at=None, given_up_at=None)

    def due(self, now: Any) -> Self:
        """What may be sent now and nobody is sending."""
        unclaimed = models.Q(claimed_until=None) | models.Q(claimed_until__lt=now)
        return self.waiting().filter(unclaimed, send_after__lte=now).order_by("send_after", "pk")

    def forget(self, address: str) -> int:
        """Delete all mail to somebody; what was sent is out of our hands."""
        return self.filter(to__iexact=address).delete()[0]


class Message(models.Model):
    """One mail to one address, written in the same transaction as the change it tells of, and sent later.

    `sealed` is the whole mail (RFC 5322), encrypted with a key that is not in the database, as it may hold a link that
    is for one person; empty once sent. `key` names what must be written only once, such as the first reminder of a row.
    """

    topic = models.SlugField(_("soort"), max_length=40)
    to = models.EmailField(_("aan"))
    sealed = models.BinaryField(editable=False)
    key = models.CharField(_("hoort bij"), max_length=120, null=True, blank=True, unique=True)
    link = models.ForeignKey(Link, null=True, blank=True, on_delete=models.CASCADE, related_name="messages")
    written_at = models.DateTimeField(_("geschreven"), auto_now_add=True)
    send_after = models.DateTimeField(_("niet sturen voor"), default=timezone.now)
    tries = models.PositiveSmallIntegerField(_("pogingen"), default=0)
    claimed_until = models.DateTimeField(null=True, blank=True, editable=False)
    sent_at = models.DateTimeField(_("verstuurd"), null=True, blank=True)
    given_up_at = models.DateTimeField(_("opgegeven"), null=True, blank=True)
    failure = models.CharField(_("wat misging"), max_length=100, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        ordering = ["-written_at", "-pk"]
        verbose_name = _("bericht")
        verbose_name_plural = _("berichten")

    def __str__(self) -> str:
        return f"{self.topic} {self.pk}"
