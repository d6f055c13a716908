"""The door for gunicorn."""

import os
from pathlib import Path

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from wijkwijzer.settings.data_folder import hold

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wijkwijzer.settings.production")
django_application = get_wsgi_application()

# As long as this process or one that it made lives, nobody restores a backup under it.
in_use = hold(Path(settings.DATA_DIR))

# When the apps are ready, and before a server makes its workers.
from django.urls import get_resolver  # noqa: E402

from wijkwijzer.delivery.page_cache.in_front import in_front  # noqa: E402
from wijkwijzer.search import checks  # noqa: E402

application = in_front(django_application)
checks.prepare()
# Every view with what it imports: some thirteen MB that each worker would otherwise hold for itself.
get_resolver().reverse_dict  # noqa: B018
