"""The account of somebody who works on the site. Visitors and portrayed people have none."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _


class User(AbstractUser):
    """An editor's account; the e-mail address is unique, because one may sign in with it."""

    email = models.EmailField(_("e-mailadres"), unique=True)

    class Meta(AbstractUser.Meta):
        verbose_name = _("gebruiker")
        verbose_name_plural = _("gebruikers")

    def __str__(self) -> str:
        return self.get_full_name() or self.get_username()
