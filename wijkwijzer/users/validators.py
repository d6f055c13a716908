"""What a password must be. Django's rules; in words of ours, since its Dutch ones say "u"."""

from django.contrib.auth.password_validation import (
    CommonPasswordValidator,
    MinimumLengthValidator,
    NumericPasswordValidator,
    UserAttributeSimilarityValidator,
)
from django.utils.translation import gettext, ngettext


class MinimumLength(MinimumLengthValidator):
    """Django's own, whose message has no Dutch translation yet (Django 5.2)."""

    def get_error_message(self) -> str:
        return ngettext(
            "Dit wachtwoord is te kort. Gebruik ten minste %d teken.",
            "Dit wachtwoord is te kort. Gebruik ten minste %d tekens.",
            self.min_length,
        ) % (self.min_length,)

    def get_help_text(self) -> str:
        return ngettext(
            "Gebruik ten minste %d teken. Een zin van een paar woorden is goed te onthouden.",
            "Gebruik ten minste %d tekens. Een zin van een paar woorden is goed te onthouden.",
            self.min_length,
        ) % (self.min_length,)


class UnlikeTheAccount(UserAttributeSimilarityValidator):
    def get_help_text(self) -> str:
        return gettext("Gebruik niet je naam of je e-mailadres.")


class NotCommon(CommonPasswordValidator):
    def get_help_text(self) -> str:
        return gettext("Gebruik geen wachtwoord dat veel mensen gebruiken.")


class NotOnlyDigits(NumericPasswordValidator):
    def get_help_text(self) -> str:
        return gettext("Gebruik niet alleen cijfers.")
