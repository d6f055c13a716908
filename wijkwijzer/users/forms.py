"""allauth's forms with labels that say what to fill in, above the field instead of inside it."""

from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

CODE_LABEL = _("Code uit je app, of een herstelcode")
KEY_NAME_LABEL = _("Naam van deze sleutel")
UNKNOWN_KEY = _("Deze sleutel past hier niet. Probeer het opnieuw, of meld je aan met je wachtwoord.")


class PlainFields:
    """Give fields their label and help; leave out placeholders, which vanish while one types."""

    labels: dict[str, Any] = {}
    help_texts: dict[str, Any] = {}
    widget_attrs: dict[str, dict[str, str]] = {}
    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label = self.labels.get(name, field.label)
            field.help_text = self.help_texts.get(name, field.help_text)
            field.widget.attrs.pop("placeholder", None)
            field.widget.attrs.update(self.widget_attrs.get(name, {}))


class SignInForm(PlainFields, account.LoginForm):
    labels = {"login": _("Gebruikersnaam of e-mailadres")}
    help_texts = {"password": ""}  # the page itself links to a new password
    widget_attrs = {"login": {"autocomplete": "username", "autocapitalize": "none"}}


class ConfirmPasswordForm(PlainFields, account.ReauthenticateForm):
    labels = {"password": _("Je wachtwoord")}
    help_texts = {"password": ""}


class ChangePasswordForm(PlainFields, account.ChangePasswordForm):
    labels = {"password2": _("Nieuw wachtwoord, nog een keer")}
    help_texts = {"oldpassword": ""}


class SetPasswordForm(PlainFields, account.SetPasswordForm):
    labels = {"password2": _("Wachtwoord, nog een keer")}


class AskResetForm(PlainFields, account.ResetPasswordForm):
    labels = {"email": _("Je e-mailadres")}


class ResetForm(PlainFields, account.ResetPasswordKeyForm):
    labels = {"password2": _("Nieuw wachtwoord, nog een keer")}


class CodeForm(PlainFields, mfa.AuthenticateForm):
    labels = {"code": CODE_LABEL}
    widget_attrs = {"code": {"inputmode": "numeric"}}


class ConfirmCodeForm(PlainFields, mfa.ReauthenticateForm):
    labels = {"code": CODE_LABEL}
    widget_attrs = {"code": {"inputmode": "numeric"}}


class ActivateAppForm(PlainFields, ActivateTOTPForm):
    labels = {"code": _("Code uit je app")}
    widget_attrs = {"code": {"inputmode": "numeric"}}


class AddPasskeyForm(PlainFields, webauthn.AddWebAuthnForm):
    labels = {"name": KEY_NAME_LABEL, "passwordless": _("Aanmelden zonder wachtwoord")}
    help_texts = {
        "name": _("Zo herken je hem later. Bijvoorbeeld: laptop van het werk."),
        "passwordless": _(
            "Zet dit aan voor een passkey: je meldt je dan aan met je vinger, je gezicht of een pincode. "
            "Laat het uit voor een beveiligingssleutel naast je wachtwoord."
        ),
    }


class RenamePasskeyForm(PlainFields, webauthn.EditWebAuthnForm):
    labels = {"name": KEY_NAME_LABEL}


class DistrustCredential:
    """What claims to come from a key is anybody's text: what allauth's parser trips over is a wrong key, no error."""

    def clean_credential(self) -> Any:
        try:
            return super().clean_credential()  # type: ignore[misc]  # allauth's form, the next in line
        except ValidationError as error:
            if error.code != "incorrect_code":
                raise
        except (AttributeError, KeyError, TypeError, ValueError):
            pass
        raise ValidationError(UNKNOWN_KEY, code="incorrect_code")


class SignInByKeyForm(DistrustCredential, webauthn.LoginWebAuthnForm):
    """Signing in with nothing but a passkey."""


class KeyForm(DistrustCredential, webauthn.AuthenticateWebAuthnForm):
    """A key as the second step of signing in."""


class ConfirmKeyForm(DistrustCredential, webauthn.ReauthenticateWebAuthnForm):
    """A key again, before something that matters."""
