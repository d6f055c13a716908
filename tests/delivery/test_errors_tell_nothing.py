"""With the settings of production, an error page says nothing of what went wrong inside, whatever went wrong."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from tests.threads import PROJECT_DIR

pytestmark = pytest.mark.database("sqlite")

KEY, TOKEN = "sleutel-van-de-site-die-niemand-kent", "token-uit-een-mail"
DATABASE_PASSWORD, MAIL_PASSWORD = "wachtwoord-van-de-database", "wachtwoord-van-de-post"
SECRETS = (KEY, TOKEN, DATABASE_PASSWORD, MAIL_PASSWORD)
# A process of its own: settings of production cannot be loaded twice in one. Its database cannot be reached.
ASK = """
import json, django
from django.conf import settings
# Nothing is collected in the folder of this test.
settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
django.setup()
from django.test import Client
from django.urls import path
from wijkwijzer import urls

def fail(request):
    secret = settings.SECRET_KEY
    raise RuntimeError(f"{secret} {settings.DATABASES} {settings.EMAIL_HOST_PASSWORD} {request.GET}")

urls.urlpatterns.insert(0, path("kapot/", fail))
client = Client(raise_request_exception=False, enforce_csrf_checks=True, headers={"X-Forwarded-For": "192.0.2.1"})
trusted = Client(raise_request_exception=False, headers={"X-Forwarded-For": "192.0.2.1"})
origin = {"x-forwarded-proto": "https", "referer": "https://wijkwijzer.example/beheer/aanmelden/"}
here = {"secure": True, "headers": {"host": "wijkwijzer.example", **origin}}
other = {"secure": True, "headers": {"host": "evil.example", **origin}}
sign_in = "/beheer/aanmelden/"
answers = {
    "an error": client.get("/kapot/?token=%(token)s", **here),
    "a database that is away": client.get("/", **here),
    "a wrong host": client.get("/kapot/?token=%(token)s", **other),
    "a form without its token": client.post(sign_in, {"login": "x", "password": "%(token)s"}, **here),
    "a body that is too large": trusted.post(sign_in, {"login": "x" * 3_000_000, "password": "%(token)s"}, **here),
    "too many fields": trusted.post(sign_in, {f"f{n}": "%(token)s" for n in range(10_100)}, **here),
}
print(json.dumps({
    "answers": {
        name: (a.status_code, a.content.decode() + repr(dict(a.headers))) for name, a in answers.items()
    },
    "admins": list(settings.ADMINS) + list(settings.MANAGERS),
    "debug": settings.DEBUG,
}))
"""


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict, str]:
    """What the site said about each thing that went wrong, and what it wrote in its log."""
    data = tmp_path_factory.mktemp("data")
    (data / "static").mkdir()
    environment = {
        "DJANGO_SETTINGS_MODULE": "wijkwijzer.settings.production",
        "WIJKWIJZER_DATA": str(data),
        "SECRET_KEY": KEY,
        "SITE_URL": "https://wijkwijzer.example",
        "DATABASE_URL": f"postgres://redactie:{DATABASE_PASSWORD}@127.0.0.1:1/wijkwijzer",
        "EMAIL_URL": f"smtp+tls://post:{MAIL_PASSWORD}@mail.example:587",
        "PATH": "/usr/bin:/bin",
    }
    command = [sys.executable, "-c", ASK.replace("%(token)s", TOKEN)]
    done = subprocess.run(command, cwd=PROJECT_DIR, env=environment, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout), done.stderr


def test_no_error_page_holds_a_secret_or_a_word_of_code(told: tuple[dict, str]) -> None:
    answers = told[0]["answers"]

    assert {name: status for name, (status, _page) in answers.items()} == {
        "an error": 500,
        "a database that is away": 500,
        "a wrong host": 400,
        "a form without its token": 403,
        "a body that is too large": 400,
        "too many fields": 400,
    }
    for name, (_status, page) in answers.items():
        assert "<h1>" in page, name
        for word in (*SECRETS, "Traceback", "RuntimeError", "Exception", "127.0.0.1", "site-packages", "DATABASES"):
            assert word not in page, (name, word)


def test_a_database_that_is_away_leaves_no_password_in_the_log(told: tuple[dict, str]) -> None:
    log = told[1]

    assert "connection" in log
    # The error that a test raises with everything in its words is ours; Django writes those words down.
    rest = [line for line in log.splitlines() if not line.startswith("RuntimeError: ")]
    assert not [secret for secret in (KEY, DATABASE_PASSWORD, MAIL_PASSWORD) if secret in "\n".join(rest)]


def test_errors_are_mailed_to_nobody(told: tuple[dict, str]) -> None:
    """Such a mail holds cookies, settings and what somebody typed."""
    assert told[0]["admins"] == []
    assert told[0]["debug"] is False


def test_a_mistake_in_a_secret_is_said_without_the_secret(tmp_path: Path) -> None:
    environment = {
        "DJANGO_SETTINGS_MODULE": "wijkwijzer.settings.production",
        "WIJKWIJZER_DATA": str(tmp_path),
        "SECRET_KEY": KEY,
        "DATABASE_URL": f"mysql://redactie:{DATABASE_PASSWORD}@127.0.0.1/wijkwijzer",
        "PATH": "/usr/bin:/bin",
    }
    command = [sys.executable, str(PROJECT_DIR / "manage.py"), "check"]
    done = subprocess.run(command, cwd=PROJECT_DIR, env=environment, capture_output=True, text=True, timeout=60)

    assert done.returncode != 0
    assert not [secret for secret in (KEY, DATABASE_PASSWORD) if secret in done.stdout + done.stderr]


def test_cookies_of_a_site_over_https_travel_only_over_https() -> None:
    assert settings.SESSION_COOKIE_HTTPONLY
    assert settings.CSRF_COOKIE_HTTPONLY
    assert (settings.SESSION_COOKIE_SAMESITE, settings.CSRF_COOKIE_SAMESITE) == ("Lax", "Lax")
