"""Themes and concepts: one level of themes, no circle of concepts, and choosing a concept in the editor."""

import json

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from tests.factories import ConceptFactory, ThemeFactory, UserFactory
from wijkwijzer.taxonomy.models import Theme

pytestmark = pytest.mark.django_db


def problem(instance) -> str:
    with pytest.raises(ValidationError) as error:
        instance.full_clean()
    return " ".join(message for messages in error.value.message_dict.values() for message in messages)


def test_themes_have_one_level_of_parents():
    parent = ThemeFactory(name="Ontmoeten")
    child = ThemeFactory(name="Koken", parent=parent)
    child.full_clean()
    assert "eigen hoofdthema" in problem(Theme(pk=parent.pk, name="Ontmoeten", slug=parent.slug, parent=parent))
    assert "“Koken” valt zelf onder een hoofdthema" in problem(Theme(name="Soep", slug="soep", parent=child))
    parent.parent = ThemeFactory(name="Samen")
    assert "Geef die eerst een ander hoofdthema." in problem(parent)


def test_editors_cannot_make_themes_by_typing_them():
    assert Theme.free_tagging is False


def test_the_address_of_a_theme_is_plain():
    assert "geldige" in problem(Theme(name="Café", slug="café"))


def test_a_concept_cannot_be_a_kind_of_itself():
    first = ConceptFactory(term="Professional")
    second = ConceptFactory(term="Verbinder", broader=first)
    third = ConceptFactory(term="Wijkregisseur", broader=second)
    third.full_clean()
    first.broader = third
    assert "valt dit begrip onder zichzelf" in problem(first)


def test_other_words_stand_each_on_a_line():
    assert ConceptFactory(alternative_terms=" spil\n\nopbouwer \n").alternatives == ["spil", "opbouwer"]


def test_an_editor_finds_a_concept_by_its_term_or_another_word(client: Client):
    user = UserFactory()
    user.groups.add(Group.objects.get(name="Redacteur"))
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    ConceptFactory(term="Verbinder", alternative_terms="spil\nopbouwer", definition="<p>Iemand die mensen helpt.</p>")
    ConceptFactory(term="Asset mapping")
    answer = json.loads(client.get(reverse("concept_chooser:choose")).content)
    assert "Kies een begrip" in answer["html"] and "Asset mapping" in answer["html"]
    for query in ("verbin", "spil", "opbouw"):
        page = BeautifulSoup(client.get(reverse("concept_chooser:choose_results"), {"q": query}).content, "html.parser")
        assert [link.get_text(strip=True) for link in page.select("[data-chooser-modal-choice]")] == ["Verbinder"], (
            query
        )
