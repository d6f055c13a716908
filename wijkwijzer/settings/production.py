"""Settings of the running site. `make run` uses them too, on this machine's loopback address."""

from django.core.exceptions import ImproperlyConfigured

from .base import *  # noqa: F403 (a settings module is its parent plus a few lines)
from .base import IS_HTTPS, env

DEBUG = False

if missing := env.missing_secrets():
    raise ImproperlyConfigured(
        f"These secrets are not set: {', '.join(missing)}. `make run` generates them into {env.data_dir / 'env'}; "
        "elsewhere, set them in the environment."
    )

# Cookies and headers that only make sense over HTTPS follow the scheme of SITE_URL.
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_HTTPS
SECURE_SSL_REDIRECT = IS_HTTPS
# Whoever asks on this machine itself comes over http.
SECURE_REDIRECT_EXEMPT = [r"^(healthz|readyz)$"]
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if IS_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = IS_HTTPS
SECURE_HSTS_PRELOAD = IS_HTTPS
# HTTPS ends at a web server before this one (deploy/ shows how), which says who calls and over what.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if IS_HTTPS else None
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if IS_HTTPS else 0
if IS_HTTPS:
    SESSION_COOKIE_NAME = "__Host-sessionid"
    CSRF_COOKIE_NAME = "__Host-csrftoken"
