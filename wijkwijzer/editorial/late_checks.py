"""What was published in an emergency is looked at afterwards, by one other person."""

from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log
from wagtail.models import Page

from wijkwijzer.gate.models import Publication
from wijkwijzer.gate.publishing import NotApproved
from wijkwijzer.users.roles import Role, has_role

from .authors import authors_of


class LateCheck(models.Model):
    """A yes to a publication after the fact. It approves that content and nothing newer."""

    publication = models.OneToOneField(Publication, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(_("wanneer"), auto_now_add=True)

    class Meta:
        verbose_name = _("controle achteraf")
        verbose_name_plural = _("controles achteraf")

    def __str__(self) -> str:
        return f"{self.publication_id} {self.at:%Y-%m-%d %H:%M}"


def to_check(page: Any) -> Publication | None:
    """The publication of a live page that still waits for another pair of eyes."""
    newest = page.publications.order_by("-at", "-pk").first() if page.live else None
    if newest is None or newest.how != Publication.How.EMERGENCY:
        return None
    return None if LateCheck.objects.filter(publication=newest).exists() else newest


def may_check(page: Any, user: Any) -> bool:
    """An editor who did not publish it and wrote nothing of it."""
    publication = to_check(page)
    return (
        publication is not None
        and has_role(user, Role.EDITOR, Role.CHIEF_EDITOR)
        and page.permissions_for_user(user).is_in_section()
        and publication.by_id != user.pk
        and user.pk not in authors_of(page)
    )


@transaction.atomic
def check(page: Any, user: Any) -> None:
    page = Page.objects.select_for_update().get(pk=page.pk).specific
    publication = to_check(page)
    if publication is None or not may_check(page, user):
        raise NotApproved(_now("Deze publicatie is al nagekeken, of je mag haar niet nakijken."))
    LateCheck.objects.create(publication=publication, by=user)
    log(instance=page, action="editorial.checked", user=user, revision=publication.revision)
