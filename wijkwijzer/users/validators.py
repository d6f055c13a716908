"""What a password must be."""

from django.contrib.auth.password_validation import MinimumLengthValidator
from django.utils.translation import ngettext


class MinimumLength(MinimumLengthValidator):
    """Django's own, whose message has no Dutch translation yet (Django 5.2)."""

    def get_error_message(self) -> str:
        return ngettext(
            "Dit wachtwoord is te kort. Gebruik ten minste %d teken.",
            "Dit wachtwoord is te kort. Gebruik ten minste %d tekens.",
            self.min_length,
        ) % (self.min_length,)
