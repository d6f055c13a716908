"""Settings of the test suite: quick hashing, memory instead of files, nothing of the developer's own data."""

import os
import tempfile
from pathlib import Path

os.environ["WIJKWIJZER_DATA"] = tempfile.mkdtemp(prefix="wijkwijzer-test-")
os.environ["SITE_URL"] = "http://testserver"

from .base import *  # noqa: E402, F403 (the data folder must be set before base reads it)
from .base import DATABASES, STORAGES  # noqa: E402 (as above)

DEBUG = False
SECRET_KEY = "only-for-tests"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
LOGGING = {"version": 1, "disable_existing_loggers": False}

if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # A file, so that each worker starts from a copy of one migrated template (tests/conftest.py).
    DATABASES["default"]["TEST"] = {"NAME": str(Path(os.environ["WIJKWIJZER_DATA"]) / "test.sqlite3")}
