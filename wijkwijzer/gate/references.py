"""What a page points at is found once for a publication, and not again for each of its rows.

Wagtail finds the references of the whole page whenever the page or one of its rows is saved, in a task of
`django_tasks`. A publication saves them all, so that was a third of its time.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import models
from django_tasks import TaskResult, task_backends
from django_tasks.backends.immediate import ImmediateBackend
from modelcluster.fields import ParentalKey
from wagtail.models import ReferenceIndex

# An object: its model and its key.
Saved = tuple[type[models.Model], str]
# Not imported: its module asks for this backend.
_TASK = "wagtail.tasks.update_reference_index_task"

_waiting: ContextVar[list[TaskResult] | None] = ContextVar("waiting", default=None)


class OncePerObject(ImmediateBackend):
    """Does each task at once, but for references in a block of `references_found_once`: those at its end."""

    def _execute_task(self, task_result: TaskResult) -> None:
        waiting = _waiting.get()
        if waiting is not None and task_result.task.module_path == _TASK:
            waiting.append(task_result)
        else:
            super()._execute_task(task_result)

    def finish(self, waiting: Iterable[TaskResult]) -> None:
        for task_result in waiting:
            super()._execute_task(task_result)


@contextmanager
def references_found_once() -> Iterator[None]:
    """For a block inside a transaction, which also holds what is found at its end. Nothing is when the block fails."""
    waiting: list[TaskResult] = []
    token = _waiting.set(waiting)
    try:
        yield
    finally:
        _waiting.reset(token)
    if waiting:
        backend: Any = task_backends["default"]
        backend.finish(_one_for_each_object(waiting))


def _one_for_each_object(waiting: Iterable[TaskResult]) -> list[TaskResult]:
    tracked = {(model._meta.app_label, model._meta.model_name): model for model in ReferenceIndex.tracked_models}
    saved: dict[Saved, TaskResult] = {}
    for task_result in waiting:
        app_label, model_name, pk = task_result.args
        saved[tracked[app_label, model_name], pk] = task_result
    wholes: dict[Saved, TaskResult] = {}
    for (model, pk), task_result in saved.items():
        if whole := _whole(model, pk):
            wholes[whole] = task_result
    return [task_result for whole, task_result in wholes.items() if not _is_part_of_another(whole, wholes)]


def _whole(model: type[models.Model], pk: str) -> Saved | None:
    """The object that a row is saved with; of what is no row of another: itself. None of a row that went meanwhile."""
    parental = next((field for field in model._meta.get_fields() if isinstance(field, ParentalKey)), None)
    if parental is None:
        return model, pk
    parent = model._default_manager.filter(pk=pk).values_list(parental.attname, flat=True).first()
    return None if parent is None else _whole(parental.related_model, str(parent))


def _is_part_of_another(saved: Saved, others: Iterable[Saved]) -> bool:
    """Whether the same object is there as one of a more specific model, whose references are all of them."""
    model, pk = saved
    return any(key == pk and one is not model and issubclass(one, model) for one, key in others)
