"""The account of somebody who works on the site. Visitors and portrayed people have none."""

from typing import Any

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _


class User(AbstractUser):
    """An editor's account; the e-mail address is unique, because one may sign in with it."""

    email = models.EmailField(
        _("e-mailadres"),
        unique=True,
        error_messages={
            "unique": _("Er is al een account met dit e-mailadres. Gebruik een ander adres, of pas dat account aan.")
        },
    )

    class Meta(AbstractUser.Meta):
        verbose_name = _("gebruiker")  # type: ignore[assignment]  # AbstractUser's stub says str
        verbose_name_plural = _("gebruikers")  # type: ignore[assignment]  # the same

    def __str__(self) -> str:
        return self.get_full_name() or self.get_username()

    def clean(self) -> None:
        super().clean()
        self.email = self.email.lower()

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store the address in lower case: allauth looks it up that way, and one address is one account."""
        self.email = self.email.lower()
        super().save(*args, **kwargs)
