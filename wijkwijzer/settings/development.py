"""Settings for `make dev`: autoreload, tracebacks, unhashed static files."""

from .base import *  # noqa: F403 (a settings module is its parent plus a few lines)
from .base import SECRET_KEY as _SECRET_KEY
from .base import STORAGES

DEBUG = True
SECRET_KEY = _SECRET_KEY or "only-for-development-on-this-machine"
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
PAGE_CACHE = False  # a template that was changed is no change of the content
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
