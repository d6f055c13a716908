"""The two questions to readers, for the templates of publications."""

from django import template

from ..forms import ReactionForm

register = template.Library()


@register.simple_tag
def reaction_form() -> ReactionForm:
    """An empty form, the same for every reader; asks nothing of the database."""
    return ReactionForm()
