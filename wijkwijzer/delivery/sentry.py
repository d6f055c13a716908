"""Errors to a collector that speaks Sentry's protocol, when SENTRY_DSN is set.

What goes out is made anew from what is named here. Sentry's own scrubbing works the other way round, by names that it
knows to be sensitive: what it does not know, it sends.
"""

import logging
from typing import Any

from django.core.exceptions import ImproperlyConfigured

from .logs import ABOUT_CODE, hide
from .request_context import request_fields

try:
    import sentry_sdk
    from sentry_sdk.integrations.atexit import AtexitIntegration
    from sentry_sdk.integrations.dedupe import DedupeIntegration
    from sentry_sdk.integrations.excepthook import ExcepthookIntegration
    from sentry_sdk.integrations.logging import LoggingIntegration, ignore_logger
    from sentry_sdk.utils import BadDsn
except ImportError as error:
    raise ImproperlyConfigured(
        "SENTRY_DSN is set and the package for it is not installed: `make run` installs it, and elsewhere "
        "`pip install --require-hashes --no-deps -r requirements-sentry.lock` does."
    ) from error

KEPT = ("event_id", "timestamp", "platform", "level", "logger", "release", "environment", "sdk")
KEPT_OF_A_FRAME = ("filename", "module", "function", "lineno", "in_app", "pre_context", "context_line", "post_context")
SAY_ALL = {kind.__name__ for about in ABOUT_CODE for kind in (about, *about.__subclasses__())}


def start(dsn: str) -> None:
    """Once, when the site starts. Raises `ImproperlyConfigured` where `dsn` is no DSN, without quoting its key."""
    try:
        sentry_sdk.init(dsn, **options())
    except BadDsn:
        raise ImproperlyConfigured(
            "SENTRY_DSN cannot be read: it is not an address such as https://key@sentry.example.org/1."
        ) from None
    # A stranger with a wrong Host header; no news.
    ignore_logger("django.security.DisallowedHost")


def options() -> dict[str, Any]:
    """Errors that were logged and those that end a process. The integration for Django is left out: it reads the
    request, and all there is to know of a failing view comes through the log. `send_default_pii` is off while it is
    unset, and setting it is deprecated."""
    return {
        "max_request_body_size": "never",
        "include_local_variables": False,
        "max_breadcrumbs": 0,
        "before_send": anonymous,
        "default_integrations": False,
        "auto_enabling_integrations": False,
        "integrations": [
            LoggingIntegration(level=None, event_level=logging.ERROR, sentry_logs_level=None),
            AtexitIntegration(callback=lambda pending, timeout: None),
            DedupeIntegration(),
            ExcepthookIntegration(),
        ],
        # No measurements, no sessions, no counts, no headers added to what the site asks of others.
        "traces_sample_rate": None,
        "propagate_traces": False,
        "auto_session_tracking": False,
        "send_client_reports": False,
        "enable_metrics": False,
    }


def anonymous(event: dict[str, Any], hint: dict[str, Any]) -> dict[str, Any]:
    """The event as it may leave the building: what failed and where, the request's id and view, and nothing else."""
    sent: dict[str, Any] = {name: event[name] for name in KEPT if name in event}
    if entry := event.get("logentry"):
        sent["logentry"] = {"message": hide(str(entry.get("formatted") or entry.get("message") or ""))}
    if errors := event.get("exception", {}).get("values"):
        sent["exception"] = {"values": [_anonymous_error(error) for error in errors]}
    sent["tags"] = request_fields()
    return sent


def _anonymous_error(error: dict[str, Any]) -> dict[str, Any]:
    kind = error.get("type")
    frames = (error.get("stacktrace") or {}).get("frames") or []
    return {
        "type": kind,
        "module": error.get("module"),
        "value": hide(str(error.get("value") or "")) if kind in SAY_ALL else "",
        "stacktrace": {
            "frames": [{name: frame[name] for name in KEPT_OF_A_FRAME if name in frame} for frame in frames]
        },
    }
