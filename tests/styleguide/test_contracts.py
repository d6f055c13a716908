"""The first line of a component says exactly what it needs, and every component is shown."""

import pytest
from django.template import Context, Engine

from wijkwijzer.styleguide.contracts import FOLDERS, contract_of, examples_of, template_names, with_own_ids
from wijkwijzer.styleguide.examples import EXAMPLES

from .template_variables import declared_by, is_optional, variables_of

TEMPLATES = [name for folder in FOLDERS for name in template_names(folder)]


def test_all_three_folders_are_shown_and_nothing_that_is_gone():
    assert {name.partition("/")[0] for name in TEMPLATES} == {"components", "blocks", "navigation"}
    assert set(EXAMPLES) <= set(TEMPLATES)


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_component_has_a_contract_and_an_example(name):
    assert "Variables:" in contract_of(name) or "No variables." in contract_of(name)
    assert list(examples_of(name)), f"Add an example of {name} to wijkwijzer/styleguide/examples_*.py."


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_contract_names_exactly_the_variables_that_its_template_uses(name):
    declared, used = declared_by(name), variables_of(name)
    assert used.own - set(declared) == set(), "used, but not named"
    assert set(declared) - used.own - used.inherited - used.implicit == set(), "named, but not used"


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_contract_names_what_an_included_component_cannot_do_without(name):
    declared, inherited = declared_by(name), variables_of(name).inherited
    needed = {variable for variable in inherited if not _is_optional_everywhere(variable)}
    assert needed - set(declared) == set()


def _is_optional_everywhere(variable: str) -> bool:
    """Whether every component that names the variable can do without it."""
    notes = [declared_by(name)[variable] for name in TEMPLATES if variable in declared_by(name)]
    return any(is_optional(note) for note in notes)


@pytest.mark.parametrize("name", TEMPLATES)
def test_an_example_gives_no_variable_that_the_contract_does_not_name(name):
    declared = set(declared_by(name)) | {"level"}  # every block in a stream gets a level, whether it uses it or not
    for example in examples_of(name):
        assert set(example.context) <= declared, example.title


class TestReadingVariables:
    """The reader of variables itself: a check that sees nothing would pass everything."""

    @pytest.mark.parametrize(
        ("source", "used"),
        [
            ("{{ a.b|default:c }}", {"a", "c"}),
            ("{% if a and not b.c or d == 1 %}{{ e }}{% elif f %}{% endif %}", {"a", "b", "d", "e", "f"}),
            ("{% for x in a %}{{ x.y }}{{ forloop.counter }}{% empty %}{{ b }}{% endfor %}{{ x }}", {"a", "b", "x"}),
            ("{% with x=a %}{{ x }}{% endwith %}", {"a"}),
            ("{% load i18n %}{% translate 'A' as x %}{{ x }}", set()),
            ("{% load i18n %}{% blocktranslate with x=a %}{{ x }} {{ b }}{% endblocktranslate %}", {"a", "b"}),
            ("{% load i18n %}{% blocktranslate count n=a %}{{ n }}{% plural %}{{ n }}{% endblocktranslate %}", {"a"}),
            ("{% url 'search:search' as x %}{{ x }}{% include 'components/kind.html' with kind=a %}", {"a"}),
            ("{% load wagtailimages_tags %}{% picture a width-{1,2} format-webp class=b %}", {"a", "b"}),
        ],
    )
    def test_what_comes_from_outside_is_found_and_what_the_template_makes_is_not(
        self, source, used, tmp_path, settings
    ):
        (tmp_path / "one.html").write_text(source)
        options = {**settings.TEMPLATES[0], "DIRS": [tmp_path, *settings.TEMPLATES[0]["DIRS"]]}
        settings.TEMPLATES = [options]
        assert variables_of("one.html").own == used

    def test_the_names_in_a_contract_are_read_with_what_is_said_of_them(self, monkeypatch):
        line = "What. Variables: a (one, two), b and c (optional), d."
        monkeypatch.setattr("tests.styleguide.template_variables.contract_of", lambda name: line)
        assert declared_by("x") == {"a": "one, two", "b": "optional", "c": "optional", "d": ""}


def test_ids_of_an_example_are_its_own_and_what_points_at_them_follows():
    html = '<a href="#x">A</a><b id="x" aria-labelledby="x y"></b><i id="y"></i><use href="#straat"/><a href="/x">B</a>'
    expected = (
        '<a href="#p-x">A</a><b id="p-x" aria-labelledby="p-x p-y"></b><i id="p-y"></i>'
        '<use href="#straat"/><a href="/x">B</a>'
    )
    assert with_own_ids(html, "p-") == expected
    assert Engine().from_string("{{ html }}").render(Context({"html": with_own_ids(html, "p-")})) == expected
