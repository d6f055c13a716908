"""A view says of itself that its answer is the same for every reader, and which parameters it reads."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http.response import HttpResponseBase

View = Callable[..., HttpResponseBase]
# Where an answer carries its parameters until the middleware reads them.
ATTRIBUTE = "kept_by_parameters"


def kept_for_readers(*parameters: str) -> Callable[[View], View]:
    """The answer of this view may be kept: it is made of the address, these parameters and what readers may see.

    Nothing else of the request may change it: no header, no cookie. What is not declared is never kept.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def declared(*args: Any, **kwargs: Any) -> HttpResponseBase:
            response = view(*args, **kwargs)
            keep(response, parameters)
            return response

        return declared

    return decorate


def keep(response: HttpResponseBase, parameters: tuple[str, ...]) -> None:
    """The same for an answer that was made already."""
    setattr(response, ATTRIBUTE, parameters)


def declared_parameters(response: HttpResponseBase) -> tuple[str, ...] | None:
    """The parameters of an answer that may be kept; nothing for one that may not."""
    parameters: tuple[str, ...] | None = getattr(response, ATTRIBUTE, None)
    return parameters
