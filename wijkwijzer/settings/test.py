"""Settings of the test suite: quick hashing, memory instead of files, nothing of the developer's own data."""

import os
import tempfile
from pathlib import Path

os.environ["WIJKWIJZER_DATA"] = tempfile.mkdtemp(prefix="wijkwijzer-test-")
os.environ["SITE_URL"] = "http://testserver"

from .base import *  # noqa: F403 (a settings module is its parent plus a few lines)
from .base import DATABASES, STATIC_ROOT, STORAGES

DEBUG = False
STATIC_ROOT.mkdir()  # nothing is collected for tests, but WhiteNoise warns when the folder is missing
SECRET_KEY = "only-for-tests"  # noqa: S105 (no secret: it signs nothing outside the test run)
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
# Room for every rendition of a test: a cache that throws things away would change the number of queries.
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 100_000}},
}
CACHES["pages"] = {"BACKEND": "wijkwijzer.delivery.page_cache.process_pages.ProcessPages", "LOCATION": "pages"}
PAGE_CACHE = False  # what a test changes it wants to see; tests of the cache switch it on
CHECK_LINKS = False  # no test asks another machine
SENTRY_DSN = ""  # nor tells one what failed
SEARCH_FLUSH_SECONDS = 0  # a test that is about it flushes by hand
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
LOGGING = {"version": 1, "disable_existing_loggers": False}

if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # A file, so that each worker starts from a copy of one migrated template (tests/conftest.py).
    DATABASES["default"]["TEST"] = {"NAME": str(Path(os.environ["WIJKWIJZER_DATA"]) / "test.sqlite3")}
