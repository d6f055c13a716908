"""Parts of a page that are the same on others."""

from collections.abc import Hashable
from typing import Any

from django import template
from django.db.models import Model
from django.template import NodeList
from django.template.base import FilterExpression, Parser, Token

from ..shared import shared as share
from ..sites import find_site

register = template.Library()


class SharedNode(template.Node):
    """`{% shared "card" publication level %} … {% endshared %}`"""

    child_nodelists = ("nodelist",)

    def __init__(self, nodelist: NodeList, names: list[FilterExpression]) -> None:
        self.nodelist, self.names = nodelist, names

    def render(self, context: Any) -> Any:
        values = [name.resolve(context) for name in self.names]
        request = context.get("request")
        # An example of the style guide, or what a form holds, is not what is published under that number.
        if request is None or any(isinstance(value, Model) and value._state.adding for value in values):
            return self.nodelist.render(context)
        site = find_site(request)
        key = (site and site.pk, *map(_hashable, values))
        return share(request, key, lambda: self.nodelist.render(context))


def _hashable(value: Any) -> Hashable:
    return (value._meta.label, value.pk) if isinstance(value, Model) else str(value)


@register.tag
def shared(parser: Parser, token: Token) -> SharedNode:
    """A part that is made once until something changes that readers may see (`delivery.shared`).

    Takes a name, and all that the part depends on besides public content: objects from the database, words, numbers.
    """
    _tag, *names = token.split_contents()
    nodelist = parser.parse(("endshared",))
    parser.delete_first_token()
    return SharedNode(nodelist, [parser.compile_filter(name) for name in names])
