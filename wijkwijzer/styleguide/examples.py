"""All examples, by the template they show."""

from . import (
    examples_blocks,
    examples_comparison,
    examples_frame,
    examples_lists,
    examples_publications,
    examples_recommendations,
    examples_search,
)
from .example import Examples

EXAMPLES: Examples = {
    **examples_frame.EXAMPLES,
    **examples_lists.EXAMPLES,
    **examples_publications.EXAMPLES,
    **examples_blocks.EXAMPLES,
    **examples_search.EXAMPLES,
    **examples_recommendations.EXAMPLES,
    **examples_comparison.EXAMPLES,
}
