"""What the site reads from its environment, and what it says when it cannot."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT_DIR = Path(__file__).parent.parent.parent


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    folder.mkdir()
    return folder


@pytest.fixture
def run(data: Path):
    """Run Python in a process of its own, with nothing in its environment but what is given."""

    def _run(code: str, **variables: str) -> subprocess.CompletedProcess[str]:
        environment = {"WIJKWIJZER_DATA": str(data), "PATH": os.environ["PATH"], **variables}
        return subprocess.run(
            [sys.executable, "-c", code], env=environment, cwd=PROJECT_DIR, capture_output=True, text=True, timeout=60
        )

    return _run


@pytest.fixture
def setting(run):
    """The value of one setting as text, in production unless told otherwise."""

    def _setting(name: str, module: str = "production", **variables: str) -> str:
        variables = {"SECRET_KEY": "a-secret", **variables}
        done = run(f"import wijkwijzer.settings.{module} as s; print(getattr(s, {name!r}, None))", **variables)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    return _setting


@pytest.fixture
def complaint(run):
    """The last line that a start with these variables prints."""

    def _complaint(**variables: str) -> str:
        done = run("import wijkwijzer.settings.production", **variables)
        assert done.returncode != 0
        return done.stderr.strip().splitlines()[-1]

    return _complaint


def test_production_does_not_start_without_its_secret_and_names_it(complaint):
    sentence = complaint()

    assert "These secrets are not set: SECRET_KEY." in sentence
    assert "make run" in sentence


def test_an_empty_secret_is_no_secret(complaint):
    assert "SECRET_KEY" in complaint(SECRET_KEY="")


def test_the_file_in_the_data_folder_is_read(setting, data, run):
    (data / "env").write_text("SECRET_KEY=from-the-file\nDEFAULT_FROM_EMAIL=Site <site@example.org>\n")

    done = run("import wijkwijzer.settings.production as s; print(s.SECRET_KEY, s.DEFAULT_FROM_EMAIL)")

    assert done.stdout.strip() == "from-the-file Site <site@example.org>"


def test_the_process_environment_wins_from_the_file(setting, data):
    (data / "env").write_text("SECRET_KEY=from-the-file\n")

    assert setting("SECRET_KEY", SECRET_KEY="from-the-process") == "from-the-process"


@pytest.mark.parametrize(
    ("variable", "value", "reason"),
    [
        ("PORT", "abc", "it is not a whole number"),
        ("PORT", "0", "0 is not between 1 and 65535"),
        ("PORT", "70000", "70000 is not between 1 and 65535"),
        ("SITE_URL", "example.org", "is not an address such as"),
        ("SITE_URL", "ftp://example.org", "is not an address such as"),
        ("SITE_URL", "https://example.org/site", "is not an address such as"),
        ("SITE_URL", "https://[example.org", "it is not a web address"),
        ("DATABASE_URL", "nonsense", "it does not start with sqlite:/// or postgres://"),
        ("DATABASE_URL", "mysql://user:hidden@host/name", "it does not start with sqlite:/// or postgres://"),
        ("DATABASE_URL", "postgres://user:hidden@host:port/name", "it is not a database address"),
        ("EMAIL_URL", "pigeon://user:hidden@host", "it is not a mail server's address"),
        ("EMAIL_URL", "smtp://user:hidden@host:port", "it is not a mail server's address"),
        ("SENDFILE", "apache", "'apache' is not one of the values it may have"),
        ("LOG_LEVEL", "LOUD", "'LOUD' is not one of the values it may have"),
    ],
)
def test_a_value_that_cannot_be_read_is_said_in_one_sentence(complaint, variable, value, reason):
    sentence = complaint(SECRET_KEY="x", **{variable: value})

    assert sentence.startswith(f"django.core.exceptions.ImproperlyConfigured: {variable} cannot be read: ")
    assert reason in sentence
    assert "hidden" not in sentence


@pytest.mark.parametrize("value", ["", "nginx", "xsendfile"])
def test_sendfile_knows_two_web_servers_and_none(setting, value):
    expected = f"django_sendfile.backends.{value}" if value else "None"

    assert setting("SENDFILE_BACKEND", SENDFILE=value) == expected


def test_a_data_folder_may_have_any_name(run, tmp_path):
    folder = tmp_path / "mijn data #1 + 50% ?"
    folder.mkdir()
    code = "import wijkwijzer.settings.production as s; print(s.DATABASES['default']['NAME'])"

    done = run(code, SECRET_KEY="x", WIJKWIJZER_DATA=str(folder))

    assert done.stdout.strip() == str(folder / "db.sqlite3")


def test_postgres_is_chosen_by_its_address(run):
    names = ("ENGINE", "NAME", "HOST")
    code = f"from wijkwijzer.settings.production import DATABASES; print(*map(DATABASES['default'].get, {names}))"

    done = run(code, SECRET_KEY="x", DATABASE_URL="postgres://user@db.example.org/wijk")

    assert done.stdout.strip() == "django.db.backends.postgresql wijk db.example.org"


HTTPS_ONLY = {
    "SESSION_COOKIE_SECURE": ("False", "True"),
    "CSRF_COOKIE_SECURE": ("False", "True"),
    "SECURE_SSL_REDIRECT": ("False", "True"),
    "SECURE_HSTS_SECONDS": ("0", "31536000"),
    "SECURE_PROXY_SSL_HEADER": ("None", "('HTTP_X_FORWARDED_PROTO', 'https')"),
    "SESSION_COOKIE_NAME": ("None", "__Host-sessionid"),
    "CSRF_COOKIE_NAME": ("None", "__Host-csrftoken"),
    "ALLAUTH_TRUSTED_PROXY_COUNT": ("0", "1"),
    "MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN": ("True", "False"),
}


@pytest.mark.parametrize(("site_url", "place"), [("http://127.0.0.1:8000", 0), ("https://wijk.example.org/", 1)])
def test_cookies_and_headers_follow_the_scheme_of_the_site(run, site_url, place):
    code = f"import wijkwijzer.settings.production as s; [print(getattr(s, name, None)) for name in {list(HTTPS_ONLY)}]"

    done = run(code, SECRET_KEY="x", SITE_URL=site_url)

    assert done.stdout.splitlines() == [values[place] for values in HTTPS_ONLY.values()]


def test_the_host_of_the_site_and_those_named_are_let_in_and_no_others(setting):
    hosts = setting("ALLOWED_HOSTS", SITE_URL="https://wijk.example.org", ALLOWED_HOSTS="www.example.org, example.org")

    assert hosts == "['wijk.example.org', 'www.example.org', 'example.org', 'localhost', '127.0.0.1']"


def test_a_wrong_host_leaves_no_traceback_in_the_log(run):
    code = (
        "import django, logging; django.setup();"
        "logging.getLogger('django.security.DisallowedHost').error('a stranger');"
        "logging.getLogger('django.security').error('something else')"
    )

    done = run(code, SECRET_KEY="x", DJANGO_SETTINGS_MODULE="wijkwijzer.settings.production")

    assert "a stranger" not in done.stderr
    assert "something else" in done.stderr


def test_debug_is_off_in_production_and_its_pages_never_show(setting):
    assert setting("DEBUG") == "False"
    assert setting("DEBUG", module="development") == "True"


def test_the_port_is_in_the_address_of_the_site(setting):
    assert setting("SITE_URL", PORT="8123") == "http://127.0.0.1:8123"


def test_djangos_own_deployment_check_has_nothing_to_say(run):
    command = ["manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    code = f"from django.core.management import execute_from_command_line as run; run({command})"
    secret = "".join(chr(33 + n) for n in range(80) if chr(33 + n) not in "$\\'")

    done = run(
        code,
        SECRET_KEY=secret,
        SITE_URL="https://example.org",
        DJANGO_SETTINGS_MODULE="wijkwijzer.settings.production",
    )

    assert done.returncode == 0, done.stderr
