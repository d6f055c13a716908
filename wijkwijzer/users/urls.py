"""Addresses of the account pages, below /beheer/. What is not listed (sign-up, e-mail addresses) does not exist."""

from allauth.account import views as account
from django.urls import include, path, re_path

from .scripts import passkey_scripts
from .views import does_not_exist, own_account, remove_key, sign_in, to_sign_in

urlpatterns = [
    path("aanmelden/", sign_in, name="account_login"),
    path("aanmelden/passkeys.js", passkey_scripts, name="passkey_scripts"),
    path("login/", to_sign_in),
    # Wagtail's own forgets the session for a GET too, so that a link on any site could sign somebody out.
    path("logout/", account.logout, name="wagtailadmin_logout"),
    # Wagtail's pages to look at its error pages, one of which is an error.
    path("failwhale/", does_not_exist),
    path("test404/", does_not_exist),
    path("account/", own_account, name="wagtailadmin_account"),
    path("account/afmelden/", account.logout, name="account_logout"),
    path("account/uitgeschakeld/", account.account_inactive, name="account_inactive"),
    path("account/bevestigen/", account.reauthenticate, name="account_reauthenticate"),
    path("account/wachtwoord/", account.password_change, name="account_change_password"),
    path("account/wachtwoord/kiezen/", account.password_set, name="account_set_password"),
    path("account/wachtwoord/vergeten/", account.password_reset, name="account_reset_password"),
    path("account/wachtwoord/vergeten/verstuurd/", account.password_reset_done, name="account_reset_password_done"),
    path(
        "account/wachtwoord/vergeten/klaar/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    re_path(
        r"^account/wachtwoord/nieuw/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("account/2fa/webauthn/keys/<int:pk>/remove/", remove_key, name="mfa_remove_webauthn"),
    path("account/2fa/", include("allauth.mfa.urls")),
]
