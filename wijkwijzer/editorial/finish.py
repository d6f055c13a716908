"""What Wagtail calls when a workflow ends. The setting that names it is read while Wagtail's own models are being made,
so nothing that needs models is imported here: `approvals.connect` says what to do."""

from collections.abc import Callable
from typing import Any

publishers: list[Callable[[Any, Any], None]] = []


def publish_approved(workflow_state: Any, user: Any = None) -> None:
    for publish in publishers:
        publish(workflow_state, user)
