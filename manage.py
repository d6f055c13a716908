#!/usr/bin/env python
"""Run a management command against the same data, secrets and settings as the running site."""

import gc
import os
import sys


def main() -> None:
    # Loading makes a million objects and hardly any garbage: at Python's 700 a seventh of each start is spent looking.
    # A server sets it back for its workers; other commands keep it.
    gc.set_threshold(50_000)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wijkwijzer.settings.production")
    try:
        from django.core.exceptions import ImproperlyConfigured
        from django.core.management import execute_from_command_line

        try:
            execute_from_command_line(sys.argv)
        except ImproperlyConfigured as error:
            sys.exit(str(error))
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
