"""What every environment shares. What differs stands in `development`, `production` and `test`."""

from typing import Any
from urllib.parse import urlsplit

from .env import PROJECT_DIR, Environment

env = Environment()
DATA_DIR = env.data_dir

SITE_URL = env.site_url()
_site = urlsplit(SITE_URL)
IS_HTTPS = _site.scheme == "https"
ALLOWED_HOSTS = [host for host in (_site.hostname, *env.items("ALLOWED_HOSTS"), "localhost", "127.0.0.1") if host]
CSRF_TRUSTED_ORIGINS = [SITE_URL]
SECRET_KEY = env.text("SECRET_KEY")

INSTALLED_APPS = [
    # Rooms of the house, the highest first: their templates and translations win from those below.
    "wijkwijzer.demo",
    "wijkwijzer.briefs",
    "wijkwijzer.comparison",
    "wijkwijzer.recommendations",
    "wijkwijzer.citing",
    "wijkwijzer.printing",
    "wijkwijzer.search",
    "wijkwijzer.editorial",
    "wijkwijzer.freshness",
    "wijkwijzer.atlas",
    "wijkwijzer.dossiers",
    "wijkwijzer.knowledgebase",
    "wijkwijzer.statements",
    "wijkwijzer.styleguide",
    "portraits",
    "practices",
    "wijkwijzer.publications",
    "wijkwijzer.consent",
    "wijkwijzer.pages",
    "wijkwijzer.blocks",
    "wijkwijzer.people",
    "wijkwijzer.municipalities",
    "wijkwijzer.taxonomy",
    "wijkwijzer.delivery",
    "wijkwijzer.gate",
    "wijkwijzer.mail",
    "wijkwijzer.schedule",
    "wijkwijzer.images",
    "wijkwijzer.users",
    "wagtail.contrib.redirects",
    "wagtail.contrib.routable_page",
    "wagtail.contrib.settings",
    "wagtail.contrib.sitemaps",
    "wagtail.contrib.typed_table_block",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "wagtail_modeladmin",
    "modelcluster",
    "taggit",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_htmx",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.sessions",
    "django.contrib.sitemaps",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    # The outermost: every line in the log of a request has its id.
    "wijkwijzer.delivery.request_context.RequestContextMiddleware",
    # What is kept has passed the others once.
    "wijkwijzer.delivery.page_cache.middleware.PageCacheMiddleware",
    "wijkwijzer.delivery.shared.VersionMiddleware",
    "wijkwijzer.delivery.headers.SecurityHeadersMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "wijkwijzer.delivery.input.CleanInputMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "wijkwijzer.users.second_step.SecondStepMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
    # Inside the redirects: what was taken back leads nowhere.
    "wijkwijzer.consent.gone.GoneMiddleware",
]

ROOT_URLCONF = "wijkwijzer.urls"
WSGI_APPLICATION = "wijkwijzer.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PROJECT_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]
# What Django 6 does: an address typed without a scheme is an https one.
FORMS_URLFIELD_ASSUME_HTTPS = True
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# --- Database --------------------------------------------------------------------------------------------------------

DATABASES = {"default": env.database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # WAL lets readers go on while one writes; IMMEDIATE takes the write lock at the start of a transaction, where
    # waiting for it (timeout, seconds) still works. A lock taken halfway fails at once.
    DATABASES["default"]["CONN_MAX_AGE"] = None  # a file: to open it costs more than to ask what the version is
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
    }
else:
    DATABASES["default"].setdefault("CONN_MAX_AGE", 60)
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True

# No queue: what Wagtail does after a change is done with it.
TASKS = {"default": {"BACKEND": "wijkwijzer.gate.references.OncePerObject"}}

# One cache for all processes of the site: sign-in throttling and Wagtail's site paths must agree between them.
CACHES: dict[str, Any] = {
    "default": {
        "BACKEND": "wijkwijzer.users.throttling.LockingFileCache",
        "LOCATION": DATA_DIR / "cache",
        "OPTIONS": {"MAX_ENTRIES": 5000},
    },
    # Of their own: a site with thousands of pictures would push counts of tries out of the other.
    "renditions": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": DATA_DIR / "cache" / "renditions",
        "OPTIONS": {"MAX_ENTRIES": 5000},
    },
    # Whole pages: in the memory of each process, or in one Redis for all.
    "pages": {
        "BACKEND": "wijkwijzer.delivery.page_cache.redis_pages.RedisPages",
        "LOCATION": env.text("REDIS_URL"),
        "KEY_PREFIX": "wijkwijzer",
        "TIMEOUT": None,
    }
    if env.text("REDIS_URL")
    else {
        "BACKEND": "wijkwijzer.delivery.page_cache.process_pages.ProcessPages",
        "LOCATION": "pages",
        "OPTIONS": {"MAX_ENTRIES": 1500, "CULL_FREQUENCY": 4},
    },
}
PAGE_CACHE = True
# How long a proxy may show its copy of a page while it asks whether that is still right.
PROXY_STALE_SECONDS = env.integer("PROXY_STALE_SECONDS")

# --- Language --------------------------------------------------------------------------------------------------------

LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", "Nederlands")]
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
TIME_ZONE = "Europe/Amsterdam"
USE_I18N = True
USE_TZ = True

# --- Files -----------------------------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [PROJECT_DIR / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
if env.text("SENDFILE"):
    SENDFILE_BACKEND = f"django_sendfile.backends.{env.text('SENDFILE')}"
    SENDFILE_ROOT = str(MEDIA_ROOT)
    SENDFILE_URL = "/protected-media"
FILE_UPLOAD_PERMISSIONS = 0o640
PRINTING_ROOT = DATA_DIR / "printing"  # PDFs that were made; no address leads there
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

# --- Accounts --------------------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "users.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "wijkwijzer.users.validators.UnlikeTheAccount"},
    {"NAME": "wijkwijzer.users.validators.MinimumLength", "OPTIONS": {"min_length": 12}},
    {"NAME": "wijkwijzer.users.validators.NotCommon"},
    {"NAME": "wijkwijzer.users.validators.NotOnlyDigits"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "wagtailadmin_home"
LOGOUT_REDIRECT_URL = "account_login"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"

ACCOUNT_ADAPTER = "wijkwijzer.users.adapter.ClosedAccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # else anybody could have the site mail anybody
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = "[WijkWijzer] "
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/5m/key",
    "reset_password": "5/m/ip,3/h/key",
    # In a browser that somebody left open, a password is as hard to guess as at the door.
    "reauthenticate": "5/5m/user",
    "change_password": "5/5m/user",
    # Of people without an account: forms, and addresses with a token that opens nothing.
    "public_form": "20/10m/key",
    "kept_list": "200/10m/key",  # each press on a button of a list that nobody keeps
    "wrong_link": "20/10m/key",
}
ACCOUNT_FORMS = {
    "login": "wijkwijzer.users.forms.SignInForm",
    "reauthenticate": "wijkwijzer.users.forms.ConfirmPasswordForm",
    "change_password": "wijkwijzer.users.forms.ChangePasswordForm",
    "set_password": "wijkwijzer.users.forms.SetPasswordForm",
    "reset_password": "wijkwijzer.users.forms.AskResetForm",
    "reset_password_from_key": "wijkwijzer.users.forms.ResetForm",
}
# allauth's own writes down the address of whoever a made-up link names; with that row, an address from before a change
# would keep working. Django's counts the address too.
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"  # noqa: S105 (a path)
MFA_ADAPTER = "wijkwijzer.users.adapter.MFAAdapter"
MFA_FORMS = {
    "authenticate": "wijkwijzer.users.forms.CodeForm",
    "reauthenticate": "wijkwijzer.users.forms.ConfirmCodeForm",
    "activate_totp": "wijkwijzer.users.forms.ActivateAppForm",
    "authenticate_webauthn": "wijkwijzer.users.forms.KeyForm",
    "reauthenticate_webauthn": "wijkwijzer.users.forms.ConfirmKeyForm",
    "login_webauthn": "wijkwijzer.users.forms.SignInByKeyForm",
    "add_webauthn": "wijkwijzer.users.forms.AddPasskeyForm",
    "edit_webauthn": "wijkwijzer.users.forms.RenamePasskeyForm",
}
# Whose account publishes or sees personal data must have a second step (users/second_step.py).
REQUIRE_MFA = env.text("REQUIRE_MFA") == "yes"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "WijkWijzer"
# The code before and the one after count too (RFC 6238 §5.2): people type slowly and clocks differ.
MFA_TOTP_TOLERANCE = 1
# Browsers allow passkeys on https and, for trying things out, on http://localhost.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not IS_HTTPS

# --- Wagtail ---------------------------------------------------------------------------------------------------------

WAGTAIL_SITE_NAME = "WijkWijzer"
# A child of home of this type stands in the footer, any other in the menu.
FOOTER_PAGE_TYPE = "pages.contentpage"
WAGTAILADMIN_BASE_URL = SITE_URL
WAGTAILADMIN_LOGIN_URL = "account_login"
WAGTAIL_FRONTEND_LOGIN_URL = "/beheer/aanmelden/"
# Passwords are changed in one place, allauth's. An administrator still sets the first one in Wagtail's user form.
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
# A password shared by all readers of a page would stand in the database as it is, and could be guessed without end.
WAGTAIL_PRIVATE_PAGE_OPTIONS = {"SHARED_PASSWORD": False}
WAGTAILDOCS_PRIVATE_COLLECTION_OPTIONS = {"SHARED_PASSWORD": False}
WAGTAIL_USER_TIME_ZONES = [TIME_ZONE]
WAGTAIL_I18N_ENABLED = False
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAILIMAGES_IMAGE_MODEL = "images.SiteImage"
WAGTAILIMAGES_IMAGE_FORM_BASE = "wijkwijzer.gate.forms.GatedImageForm"
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 50_000_000
WAGTAILDOCS_DOCUMENT_FORM_BASE = "wijkwijzer.gate.forms.GatedDocumentForm"
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "odt", "ods", "pdf", "pptx", "txt", "xlsx"]
# Stated here because Python's own table follows the machine.
WAGTAILDOCS_CONTENT_TYPES = {
    "csv": "text/csv",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "pdf": "application/pdf",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "txt": "text/plain",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
WAGTAILDOCS_MAX_UPLOAD_SIZE = 20 * 1024 * 1024
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILEMBEDS_FINDERS: list[dict[str, object]] = []  # a third party on a page is a third party that counts readers
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
# An edit voids what was approved before it.
WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT = True
WAGTAIL_FINISH_WORKFLOW_ACTION = "wijkwijzer.editorial.finish.publish_approved"
EDITORIAL_STEPS = env.integer("EDITORIAL_STEPS")
TAGGIT_CASE_INSENSITIVE = True
CHECK_LINKS = env.text("CHECK_LINKS") == "yes"
# Addresses that links may lead to although not everybody can reach them; for tests.
LINK_CHECK_ALSO: list[str] = []
# How often a process writes down what was searched; 0 is never.
SEARCH_FLUSH_SECONDS = 60

# --- Mail ------------------------------------------------------------------------------------------------------------

DEFAULT_FROM_EMAIL = SERVER_EMAIL = WAGTAILADMIN_NOTIFICATION_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL")
# Written down with what it tells of; the schedule hands it to the transport.
EMAIL_BACKEND = "wijkwijzer.mail.outbox.OutboxBackend"
MAIL_TRANSPORT = "wijkwijzer.mail.files.FileBackend"
EMAIL_FILE_PATH = DATA_DIR / "mail"
EMAIL_TIMEOUT = 10
if _server := env.email():
    MAIL_TRANSPORT = _server.pop("EMAIL_BACKEND")
    vars().update(_server)

# --- Security --------------------------------------------------------------------------------------------------------

X_FRAME_OPTIONS = "SAMEORIGIN"  # the editor shows a preview of the page in a frame
SILENCED_SYSTEM_CHECKS = ["security.W019"]  # asks for DENY, which would leave that frame empty
CSRF_FAILURE_VIEW = "wijkwijzer.delivery.errors.csrf_failure"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"

# --- Health and logs -------------------------------------------------------------------------------------------------

# In seconds. How long /readyz waits for its checks; the oldest mail that may wait; how long ago the schedule may have
# run. One job may take a quarter of an hour.
READY_SECONDS = 5
READY_MAIL_SECONDS = 60 * 60
READY_SCHEDULE_SECONDS = max(30 * 60, 3 * env.integer("SCHEDULE_SECONDS"))
SLOW_QUERY_MS = env.integer("SLOW_QUERY_MS")
SENTRY_DSN = env.text("SENTRY_DSN")

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {"()": "wijkwijzer.delivery.logs.JSONFormatter"},
        "text": {"()": "wijkwijzer.delivery.logs.TextFormatter"},
    },
    "filters": {"no_tokens": {"()": "wijkwijzer.delivery.logs.TokensHidden"}},
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": env.text("LOG_FORMAT") or "json",
            "filters": ["no_tokens"],
        },
        "nowhere": {"class": "logging.NullHandler"},
    },
    "root": {"handlers": ["console"], "level": env.text("LOG_LEVEL")},
    "loggers": {
        # Each saved object is a "task" that runs at once; two lines a save say nothing.
        "django_tasks": {"level": "WARNING"},
        # A stranger with a wrong Host header gets a 400; that is no news, and no traceback.
        "django.security.DisallowedHost": {"handlers": ["nowhere"], "propagate": False},
    },
}
