"""The forms of the Kennisbank: filled in by a link, and never over what somebody else saved in the meantime."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from wagtail.models import ModelLogEntry
from wagtail.test.utils.form_data import querydict_from_html

from tests.factories import ConceptFactory, MunicipalityFactory, PersonFactory, ThemeFactory, UserFactory
from wijkwijzer.knowledgebase.editing import digests
from wijkwijzer.taxonomy.models import Concept

pytestmark = pytest.mark.django_db


@pytest.fixture
def beheerder(client: Client) -> Client:
    client.force_login(UserFactory(is_superuser=True))
    return client


def address_of(row: Any) -> str:
    return f"/beheer/{row._meta.app_label}/{row._meta.model_name}/edit/{row.pk}/"


def form_in(html: str) -> dict[str, Any]:
    forms = [querydict_from_html(html, form_index=place) for place in range(html.count("<form"))]
    values = next(form for form in forms if "opened" in form)
    # A browser leaves out the line break right after <textarea>.
    return {name: [value.lstrip("\r\n") for value in values.getlist(name)] for name in values}


def opened(client: Client, row: Any, query: str = "") -> dict[str, Any]:
    """The form in a tab of its own."""
    return form_in(client.get(address_of(row) + query).content.decode())


def text_of(response: Any) -> str:
    return " ".join(BeautifulSoup(response.content, "html.parser").get_text(" ").split())


# --- Filled in by a link ---------------------------------------------------------------------------------------------


def test_a_link_fills_in_the_term_and_the_address_of_a_new_concept(beheerder: Client) -> None:
    html = beheerder.get("/beheer/taxonomy/concept/create/?term=%20Wijkco%C3%B6rdinator%0A").content.decode()
    page = BeautifulSoup(html, "html.parser")
    assert page.select_one("#id_term")["value"] == "Wijkcoördinator"
    assert page.select_one("#id_slug")["value"] == "wijkcoordinator"
    assert not Concept.objects.exists()


def test_a_new_concept_without_a_link_is_empty_and_a_very_long_term_is_cut(beheerder: Client) -> None:
    page = BeautifulSoup(beheerder.get("/beheer/taxonomy/concept/create/").content, "html.parser")
    assert not page.select_one("#id_term").get("value")
    long = beheerder.get("/beheer/taxonomy/concept/create/", {"term": "x" * 5_000, "definition": "niet dit"})
    page = BeautifulSoup(long.content, "html.parser")
    assert page.select_one("#id_term")["value"] == "x" * 120
    assert "niet dit" not in str(page)


def test_a_link_adds_another_word_to_the_form_and_saves_nothing(beheerder: Client) -> None:
    concept = ConceptFactory(alternative_terms="buurthuis")
    form = opened(beheerder, concept, "?alternative_term=huis%20van%20de%20wijk")
    assert form["alternative_terms"][0].splitlines() == ["buurthuis", "huis van de wijk"]
    assert Concept.objects.get().alternatives == ["buurthuis"]


@pytest.mark.parametrize("word", ["Buurthuis", "WIJKCENTRUM"])
def test_a_word_that_is_there_already_is_not_added_and_that_is_said(beheerder: Client, word: str) -> None:
    concept = ConceptFactory(term="Wijkcentrum", alternative_terms="buurthuis")
    response = beheerder.get(f"{address_of(concept)}?alternative_term={word}")
    assert f"“{word}” staat al bij Wijkcentrum." in text_of(response)
    assert form_in(response.content.decode())["alternative_terms"][0].strip() == "buurthuis"


# --- Two tabs --------------------------------------------------------------------------------------------------------


def test_a_form_saves_what_nobody_else_changed(beheerder: Client) -> None:
    concept = ConceptFactory(term="Wijkcentrum")
    form = opened(beheerder, concept)
    assert beheerder.post(address_of(concept), {**form, "term": "Buurthuis"}).status_code == 302
    assert Concept.objects.get().term == "Buurthuis"


def test_what_somebody_else_added_meanwhile_is_not_overwritten_but_named(beheerder: Client) -> None:
    concept = ConceptFactory(alternative_terms="buurthuis")
    mine, theirs = (opened(beheerder, concept, f"?alternative_term={word}") for word in ("wijkhuis", "dorpshuis"))
    assert beheerder.post(address_of(concept), theirs).status_code == 302
    response = beheerder.post(address_of(concept), mine)
    assert response.status_code == 200
    assert "Iemand anders heeft dit intussen gewijzigd." in text_of(response)
    assert "Andere woorden is nu: buurthuis, dorpshuis" in text_of(response)
    assert Concept.objects.get().alternatives == ["buurthuis", "dorpshuis"]
    kept = form_in(response.content.decode())
    assert kept["alternative_terms"][0].splitlines() == ["buurthuis", "wijkhuis"]


def test_after_that_answer_the_editor_decides(beheerder: Client) -> None:
    concept = ConceptFactory(alternative_terms="buurthuis")
    mine = opened(beheerder, concept)
    Concept.objects.update(alternative_terms="buurthuis\ndorpshuis")
    again = form_in(beheerder.post(address_of(concept), mine).content.decode())
    both = "buurthuis\r\ndorpshuis\r\nwijkhuis"
    assert beheerder.post(address_of(concept), {**again, "alternative_terms": both}).status_code == 302
    assert Concept.objects.get().alternatives == ["buurthuis", "dorpshuis", "wijkhuis"]


@pytest.mark.parametrize("change", ["broader", "definition", "themes", "source"])
def test_every_kind_of_field_is_compared(beheerder: Client, change: str) -> None:
    concept = ConceptFactory(definition="<p>Eerst.</p>", broader=ConceptFactory(term="Gebouw"))
    form = opened(beheerder, concept)
    if change == "themes":
        concept.themes.set([ThemeFactory(name="Ontmoeten")])
    else:
        value = {"broader": ConceptFactory(term="Plek"), "definition": "<p>Later.</p>", "source": "VNG"}[change]
        setattr(concept, change, value)
        concept.save()
    text = text_of(beheerder.post(address_of(concept), form))
    shown = {
        "broader": "Ruimer begrip is nu: Plek",
        "definition": "Betekenis is nu: Later.",
        "themes": "Thema’s is nu: Ontmoeten",
        "source": "Bron is nu: VNG",
    }
    assert [name for name, words in shown.items() if words in text] == [change]


def test_the_order_of_what_is_chosen_is_no_change() -> None:
    themes = [ThemeFactory(), ThemeFactory()]
    assert digests({"themes": themes}) == digests({"themes": themes[::-1]}) != digests({"themes": themes[:1]})


@pytest.mark.parametrize("factory", [PersonFactory, MunicipalityFactory])
def test_the_other_listings_compare_as_well(beheerder: Client, factory: Any) -> None:
    row = factory()
    form = opened(beheerder, row)
    type(row).objects.filter(pk=row.pk).update(slug="intussen-anders")
    assert "Adres is nu: intussen-anders" in text_of(beheerder.post(address_of(row), form))


@pytest.mark.parametrize("mark", ["", "x", "[]", "3", '{"term": 1}', "{}", "null"])
def test_a_form_without_true_marks_is_no_error(beheerder: Client, mark: str) -> None:
    concept = ConceptFactory(term="Wijkcentrum")
    form = {**opened(beheerder, concept), "opened": mark, "term": "Buurthuis"}
    assert beheerder.post(address_of(concept), form).status_code in (200, 302)


def test_saving_without_a_change_is_logged_as_none(beheerder: Client) -> None:
    concept = ConceptFactory()
    beheerder.post(address_of(concept), opened(beheerder, concept))  # Draftail marks the blocks of the definition
    for changes, is_change in (({}, False), ({"term": "Buurthuis"}, True)):
        beheerder.post(address_of(concept), {**opened(beheerder, concept), **changes})
        assert ModelLogEntry.objects.for_instance(concept).latest("pk").content_changed is is_change
