from django import template

from ..engine import is_available

register = template.Library()


@register.simple_tag
def can_make_pdf() -> bool:
    """Whether this server has what it takes. Asks nothing of the database."""
    return is_available()
