"""Which variables a template asks of whoever renders it, read from its compiled nodes."""

import re
from dataclasses import dataclass, field
from typing import Any

from django.template import Node, NodeList, Variable
from django.template.base import FilterExpression
from django.template.loader import get_template

from wijkwijzer.styleguide.contracts import contract_of

# Attributes of nodes that hold names which the node itself gives: `{% url … as name %}`, `{% for name in … %}`.
GIVEN_AFTER = ("asvar", "target_var", "varname", "output_var_name", "var_name")
# Tags that look in the context by themselves.
IMPLICIT = {"rich_text": {"footnotes"}, "notes_by_kind": {"footnotes"}}
ALWAYS_THERE = {"forloop", "True", "False", "None", "block"}


@dataclass
class Variables:
    """`own` are in the template itself, `inherited` in templates it includes, `implicit` are read by its tags."""

    own: set[str] = field(default_factory=set)
    inherited: set[str] = field(default_factory=set)
    implicit: set[str] = field(default_factory=set)


def variables_of(name: str) -> Variables:
    found = Variables()
    _walk(get_template(name).template.nodelist, set(ALWAYS_THERE), found)
    return found


def declared_by(name: str) -> dict[str, str]:
    """The variables that the contract of a template names, each with what it says of them."""
    _, _, text = contract_of(name).partition("Variables:")
    declared = {}
    text = text.replace("()", "").strip().rstrip(".")
    for part in re.split(r",(?![^(]*\))", text):
        names, _, note = part.partition("(")
        for variable in names.replace(" and ", " ").split():
            declared[variable] = note.strip().rstrip(")")
    return declared


def is_optional(note: str) -> bool:
    return bool(re.search(r"optional|default|may be|either", note))


def _walk(nodes: NodeList, given: set[str], found: Variables) -> None:
    """`given` grows with what tags such as `{% url … as x %}` give to the nodes after them."""
    for node in nodes:
        if type(node).__name__ == "IncludeNode":
            _include(node, given, found)
            continue
        for expression in _expressions(node):
            _use(expression, given, found)
        if (function := getattr(node, "func", None)) is not None:
            found.implicit |= IMPLICIT.get(function.__name__, set()) - given
        inside = given | _given_inside(node)
        for inner in _node_lists(node):
            _walk(inner, inside, found)
        if type(node).__name__ == "IfNode":
            given |= inside  # what is given in a branch is there after it
        given |= {getattr(node, name) for name in GIVEN_AFTER if isinstance(getattr(node, name, None), str)}


def _include(node: Any, given: set[str], found: Variables) -> None:
    for expression in [node.template, *node.extra_context.values()]:
        _use(expression, given, found)
    included = variables_of(node.template.var)
    passed = given | set(node.extra_context)
    found.inherited |= {name for name in included.own | included.inherited if name not in passed}
    found.implicit |= included.implicit - passed


def _use(expression: Any, given: set[str], found: Variables) -> None:
    variables = [expression.var] if isinstance(expression, FilterExpression) else [expression]
    if isinstance(expression, FilterExpression):
        variables += [
            argument for _, arguments in expression.filters for is_variable, argument in arguments if is_variable
        ]
    for variable in variables:
        if isinstance(variable, Variable) and variable.lookups and variable.lookups[0] not in given:
            found.own.add(variable.lookups[0])


def _expressions(node: Any) -> list[Any]:
    """What a node resolves: in its attributes, its arguments, its conditions."""
    if type(node).__name__ == "IfNode":
        return [leaf for condition, _ in node.conditions_nodelists if condition for leaf in _leaves(condition)]
    found: list[Any] = []
    for value in vars(node).values():
        values = value if isinstance(value, list | tuple) else value.values() if isinstance(value, dict) else [value]
        found += [one for one in values if isinstance(one, FilterExpression | Variable)]
    if type(node).__name__ == "BlockTranslateNode":
        # Its plain words are texts and names: a name that it does not define itself comes from outside.
        texts = [*node.singular, *node.plural]
        names = {token.contents for token in texts if token.token_type.name == "VAR"}
        names = {re.split(r"[.|]", name)[0].strip() for name in names} - set(node.extra_context) - {node.countervar}
        found += [Variable(name) for name in sorted(names)]
    return found


def _leaves(condition: Any) -> list[Any]:
    if getattr(condition, "value", None) is not None:
        return [condition.value]
    parts = [getattr(condition, name, None) for name in ("first", "second")]
    return [leaf for part in parts if part is not None for leaf in _leaves(part)]


def _given_inside(node: Any) -> set[str]:
    given = set(getattr(node, "loopvars", ()))
    if type(node).__name__ == "WithNode":
        given |= set(node.extra_context)
    return given


def _node_lists(node: Node) -> list[NodeList]:
    if type(node).__name__ == "IfNode":
        return [nodes for _, nodes in node.conditions_nodelists]
    return [value for value in vars(node).values() if isinstance(value, NodeList)]
