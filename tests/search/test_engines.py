"""The same questions to both engines: this file runs on SQLite, and on PostgreSQL where DATABASE_URL names one."""

import random
from collections.abc import Iterable

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from tests.factories import ConceptFactory
from wijkwijzer.search.engines import Asked, Similar, _engine_for, get_engine
from wijkwijzer.search.engines.postgres import PostgresEngine
from wijkwijzer.search.expressions import AllOf, AnyOf, Expression, Key, Near, Phrase, Word
from wijkwijzer.search.models import SearchDocument, SearchText, SearchWord
from wijkwijzer.search.vectors import vectors
from wijkwijzer.taxonomy.models import Concept

pytestmark = pytest.mark.django_db

IS_POSTGRES = connection.vendor == "postgresql"
only_postgres = pytest.mark.database("postgresql")
only_sqlite = pytest.mark.database("sqlite")

# Quotes, operators and syntax of both query languages, and what no database likes to see.
HOSTILE = (
    "", " ", '"', "'", "\\", "'' \\", '"" OR "', "*", "wij*", "NEAR(", "a AND b", "AND", "NOT", "title:wijk", "^wijk",
    "wijk:A", "wijk:*", "!wijk", "<->", "<1>", "(", ")", "{keys}", "a\x00b", "\x00", "\n", "\u2028", "\ud800", "💥",
    "x_", "_", "%s", "%", "$$", "'); DROP TABLE search_searchtext; --", "a" * 10_000, "é" * 10_000, "ﬁ", "İ", "Wijk",
)  # fmt: skip


@pytest.fixture(autouse=True)
def tables(db: None) -> None:
    get_engine().create()


def store(quality: int = 0, **fields: str) -> int:
    """A document with these words; gives its number."""
    # In bulk: saving a concept indexes it.
    (concept,) = Concept.objects.bulk_create([ConceptFactory.build()])
    document = SearchDocument.objects.create(concept=concept, kind="begrip", title="", quality=quality)
    text = SearchText.objects.create(document=document, **fields)
    get_engine().store([text])
    return document.pk


def matching(expression: Expression, *, title_only: bool = False) -> list[int]:
    return sorted(get_engine().matching(expression, title_only=title_only))


def add_words(*words: str) -> None:
    """Words that a document has."""
    SearchWord.objects.bulk_create(SearchWord(word=word, folded=word, lemma=word) for word in words)
    store(body=" ".join(words))


# --- Which documents -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("field", ["title", "summary", "extra", "body"])
def test_a_word_is_found_in_every_field(field: str) -> None:
    number = store(**{field: "de wijk in"})
    store(**{field: "de wijkraad in"})
    assert matching(Word("wijk")) == [number]


@pytest.mark.parametrize("word", ["wijk", "súdwest", "район", "社区", "घर", "10", "covid19", "d’66", "a-b", "c++"])
def test_a_word_is_what_stands_between_spaces_whatever_its_script(word: str) -> None:
    number = store(body=f"een {word} twee")
    store(body=f"een {word}s twee")
    assert matching(Word(word)) == [number]


def test_keys_are_found_as_keys_and_never_as_words() -> None:
    number = store(title="wijkcentra", keys="p_wijk s_bezoek x_wijkcentra")
    for key in ("p_wijk", "s_bezoek", "x_wijkcentra"):
        assert matching(Key(key)) == [number]
        assert matching(Word(key)) == []
    assert matching(Key("wijkcentra")) == []
    assert matching(Word("wijk")) == []


def test_a_phrase_is_in_order_right_after_each_other_and_in_one_field() -> None:
    number = store(body="een sociaal kaart maken")
    store(body="een kaart sociaal maken")
    store(body="een sociaal maar kaart")
    store(title="heel sociaal", summary="kaart van")
    store(title="sociaal", keys="x_kaart")
    assert matching(Phrase(("sociaal", "kaart"))) == [number]
    assert matching(Phrase(("een", "sociaal", "kaart", "maken"))) == [number]
    assert matching(Phrase(("sociaal",))) != []


@pytest.mark.parametrize(
    ("text", "is_near"),
    [
        ("initiatief bewoner", True),
        ("bewoner initiatief", True),
        ("initiatief van de actief bewoner", True),
        ("bewoner met een eigen initiatief", True),
        ("initiatief van de heel actief bewoner", False),
        ("initiatief initiatief", False),
    ],
)
def test_near_is_at_most_three_words_between_in_any_order(text: str, is_near: bool) -> None:
    number = store(body=text)
    assert matching(Near(("bewoner", "initiatief"))) == ([number] if is_near else [])
    assert matching(Near(("initiatief", "bewoner"))) == ([number] if is_near else [])


def test_near_stays_within_a_field() -> None:
    store(title="bewoner", summary="initiatief", extra="bewoner", body="initiatief")
    assert matching(Near(("bewoner", "initiatief"))) == []


def test_of_three_near_words_each_two_are_near_each_other() -> None:
    number = store(body="in de wijk is een gezond centrum")
    store(body="wijk een twee gezond drie vier centrum")
    assert matching(Near(("wijk", "gezond", "centrum"))) == [number]


def test_near_the_same_word_is_that_word() -> None:
    number = store(body="wijk")
    assert matching(Near(("wijk", "wijk"))) == [number]


def test_the_title_only_is_its_lemmas_and_its_exact_words() -> None:
    number = store(
        title="sociaal kaart van wijk", body="bewoner initiatief", keys="p_buurt s_maak x_kaart x_sociale x_wijken"
    )
    found = [Word("kaart"), Key("x_sociale"), Phrase(("sociaal", "kaart")), Near(("sociaal", "wijk"))]
    for expression in (*found, AllOf(tuple(found))):
        assert matching(expression, title_only=True) == [number]
    for expression in (Word("bewoner"), Key("p_buurt"), Key("s_maak"), Phrase(("bewoner", "initiatief"))):
        assert matching(expression) == [number]
        assert matching(expression, title_only=True) == []


def test_an_expression_of_nothing_finds_nothing() -> None:
    store(body="wijk")
    empty = (AllOf(()), AnyOf(()), Phrase(()), Near(()), Word(""), Key(""))
    for expression in (*empty, AllOf((Word("wijk"), AnyOf(()))), AnyOf(empty), AllOf(empty)):
        assert matching(expression) == []
    assert matching(AnyOf((Word("wijk"), AllOf(())))) != []


@pytest.mark.parametrize("word", HOSTILE, ids=lambda word: ascii(word)[:20])
def test_what_a_visitor_types_is_never_an_error_and_finds_only_itself(word: str) -> None:
    number = store(title="wijk", body="wijk a b and not near", keys="x_wijk p_buurt")
    store(body="wijk")
    for one in (Word(word), Key(word), Key(f"x_{word}"), Phrase(("wijk", word)), Near((word, "wijk"))):
        assert matching(one) == []
        assert matching(one, title_only=True) == []
        assert matching(AnyOf((one, Word("near")))) == [number]
        assert matching(AllOf((Word("wijk"), one))) == []
    engine = get_engine()
    assert engine.title_prefix([word], 5) == []
    assert engine.similar_words(word) == []
    assert engine.words_in_use([word, "wijk"]) == {"wijk"}


def test_words_with_quotes_and_signs_are_found_as_they_are() -> None:
    words = ["a'b", 'a"b', "a\\b", "a&b", "a|b", "a:b", "a*", "!a", "<->", "(a)", "a;b", "%s", "''", "\\'"]
    numbers = {word: store(body=f"voor {word} na", keys=f"x_{word}", title=word) for word in words}
    for word in words:
        assert matching(Word(word)) == [numbers[word]]
        assert matching(Key(f"x_{word}"), title_only=True) == [numbers[word]]
        assert matching(Phrase(("voor", word, "na"))) == [numbers[word]]
    assert get_engine().words_in_use(words) == set(words)


def test_several_expressions_are_answered_in_order_by_one_query(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    one, two = store(title="wijk"), store(body="wijk")
    asked = [Asked(Word("wijk")), Asked(Word("wijk"), title_only=True), Asked(Word("niets"))]
    asked += [Asked(Word(""), title_only=True), Asked(Key("x_a"), title_only=True)]
    with django_assert_num_queries(1):
        found = get_engine().matching_each(asked)
    assert [sorted(numbers) for numbers in found] == [[one, two], [one], [], [], []]
    with django_assert_num_queries(1):
        get_engine().matching(AllOf((Word("wijk"), Near(("a", "b", "c")), Phrase(("a", "b")))))
    with django_assert_num_queries(0):
        assert get_engine().matching_each([]) == []
        assert get_engine().matching_each([Asked(Word(""))]) == [[]]


def test_what_is_found_besides_may_be_left_out_and_nothing_else() -> None:
    known, single, together = store(body="wijk buurt sociaal kaart"), store(body="buurt"), store(body="sociaal kaart")
    store(body="kaart sociaal")
    for expression in (Phrase(("sociaal", "kaart")), Near(("sociaal", "kaart")), Word("buurt")):
        whole = set(matching(expression))
        (answer,) = get_engine().matching_each([Asked(expression, besides=Word("wijk"))])
        assert whole - {known} <= set(answer) <= whole
    mixed = AnyOf((Word("buurt"), Phrase(("sociaal", "kaart"))))
    for besides in (Word("wijk"), Word("niets"), Word(""), Phrase(("wijk", "buurt"))):
        (answer,) = get_engine().matching_each([Asked(mixed, besides=besides)])
        assert set(answer) | {known} == {known, single, together}


def test_hundreds_of_words_in_one_expression_are_no_problem() -> None:
    number = store(body="w1 w2")
    words = tuple(Word(f"w{one}") for one in range(500))
    nested: Expression = Word("w1")
    for level in range(10):
        nested = AnyOf((AllOf((nested, Word("w2"))), Word(f"niet{level}")))
    assert matching(AnyOf(words)) == [number]
    assert matching(AllOf(words)) == []
    assert matching(nested) == [number]
    assert matching(Near(tuple(f"w{one}" for one in range(12)))) == []


# --- Any expression, against a plain evaluation ----------------------------------------------------------------------

# The last two are common, and have keys for pairs on PostgreSQL.
VOCABULARY = ("aa", "bb", "cc", "dd", "ee", "wijk", "plan")
FIELDS = ("title", "summary", "extra", "body")
KEYS = tuple(f"{kind}_{word}" for kind in "spx" for word in VOCABULARY[:3])
Document = dict[str, list[str]]


def corpus() -> list[Document]:
    chance = random.Random(4)
    documents = []
    for _number in range(40):
        document = {field: chance.choices(VOCABULARY, k=chance.randrange(8)) for field in FIELDS}
        document["keys"] = sorted(chance.sample(KEYS, k=chance.randrange(5)))
        documents.append(document)
    return documents


def near(words: list[str], pair: tuple[str, str]) -> bool:
    places = [[place for place, word in enumerate(words) if word == one] for one in pair]
    return any(abs(one - other) <= 4 for one in places[0] for other in places[1])


def holds(expression: Expression, document: Document, title_only: bool) -> bool:
    """What an expression means, word by word."""
    fields = [document["title"]] if title_only else [document[field] for field in FIELDS]
    match expression:
        case Word(lemma):
            return any(lemma in words for words in fields)
        case Key(key):
            return "_" in key and key in document["keys"] and (key.startswith("x_") or not title_only)
        case Phrase(lemmas):
            runs = [words[at : at + len(lemmas)] for words in fields for at in range(len(words))]
            return bool(lemmas) and list(lemmas) in runs
        case Near(lemmas):
            each = sorted(set(lemmas))
            pairs = [(one, other) for one in each for other in each if one < other] or [(one, one) for one in each]
            return bool(each) and all(any(near(words, pair) for words in fields) for pair in pairs)
        case AllOf(parts):
            return bool(parts) and all(holds(part, document, title_only) for part in parts)
        case AnyOf(parts):
            return any(holds(part, document, title_only) for part in parts)


lemmas = st.sampled_from((*VOCABULARY, "", "niet", "aa_", "AA", "'", '"'))
rows = st.lists(lemmas, max_size=4).map(tuple)
leaves = st.one_of(
    st.builds(Word, lemmas), st.builds(Key, st.sampled_from((*KEYS, "aa", "x_"))), st.builds(Phrase, rows),
    st.builds(Phrase, st.lists(st.sampled_from(VOCABULARY[:3]), max_size=3).map(tuple)), st.builds(Near, rows),
    st.builds(Near, st.lists(st.sampled_from(VOCABULARY), max_size=4).map(tuple)),
)  # fmt: skip


def _groups(inner: st.SearchStrategy) -> st.SearchStrategy:
    parts = st.lists(inner, max_size=4).map(tuple)
    return st.builds(AllOf, parts) | st.builds(AnyOf, parts)


expressions = st.recursive(leaves, _groups, max_leaves=12)


def test_every_expression_finds_what_it_says() -> None:
    documents = {store(**{field: " ".join(words) for field, words in one.items()}): one for one in corpus()}

    @settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(expressions, st.booleans())
    def check(expression: Expression, title_only: bool) -> None:
        expected = [number for number, document in documents.items() if holds(expression, document, title_only)]
        assert matching(expression, title_only=title_only) == expected

    check()


def test_no_text_at_all_breaks_a_question() -> None:
    store(title="wijk", body="wijk", keys="x_wijk")

    @settings(max_examples=200, deadline=None)
    @given(st.text(st.characters(exclude_categories=()), max_size=30), st.booleans())
    def check(text: str, title_only: bool) -> None:
        for expression in (Word(text), Key(f"x_{text}"), Phrase(("wijk", text)), Near((text, "wijk"))):
            assert (text == "wijk") or matching(expression, title_only=title_only) == []
        get_engine().title_prefix([text], 5)
        get_engine().similar_words(text)
        get_engine().words_in_use([text])

    check()


# --- Kept true -------------------------------------------------------------------------------------------------------


def test_changed_words_replace_the_old_ones() -> None:
    number = store(title="oud", body="wijk", keys="x_oud")
    text = SearchText.objects.get(pk=number)
    text.title, text.body, text.keys = "nieuw", "buurt", "x_nieuw"
    text.save()
    get_engine().store([text])
    for old in (Word("oud"), Word("wijk"), Key("x_oud")):
        assert matching(old) == []
    for new in (Word("nieuw"), Word("buurt"), Key("x_nieuw")):
        assert matching(new) == [number]
    assert matching(Word("nieuw"), title_only=True) == [number]


def test_a_bulk_upsert_replaces_words_too() -> None:
    number = store(body="oud")
    texts = [SearchText(document_id=number, body="nieuw")]
    SearchText.objects.bulk_create(texts, update_conflicts=True, unique_fields=["document"], update_fields=["body"])
    get_engine().store(texts)
    assert matching(Word("oud")) == []
    assert matching(Word("nieuw")) == [number]


@pytest.mark.parametrize("remove", [SearchText.objects.all, SearchDocument.objects.all])
def test_what_is_deleted_is_found_no_more(remove: object) -> None:
    store(body="wijk")
    remove().delete()
    assert matching(Word("wijk")) == []
    assert get_engine().words_in_use(["wijk"]) == set()


def test_words_that_are_taken_back_are_not_stored() -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        store(body="wijk")
        raise ZeroDivisionError
    assert matching(Word("wijk")) == []


def test_a_document_of_fifty_thousand_words_is_stored_and_found() -> None:
    words = " ".join(f"woord{number} wijk" for number in range(50_000))
    number = store(title="begin", body=f"{words} einde")
    store(body="kort " + "x" * 5_000)
    for word in ("begin", "woord16000", "wijk"):
        assert matching(Word(word)) == [number]
    assert matching(Phrase(("woord0", "wijk"))) == [number]


@pytest.mark.django_db(transaction=True)
def test_emptying_all_tables_works_and_leaves_nothing() -> None:
    add_words("wijkcentrum")
    call_command("flush", interactive=False, verbosity=0)
    engine = get_engine()
    assert matching(Word("wijkcentrum")) == []
    assert engine.similar_words("wijkcentrun") == []
    add_words("wijkcentrum")
    assert [one.word for one in engine.similar_words("wijkcentrun")] == ["wijkcentrum"]


@pytest.mark.django_db(transaction=True)
def test_migrations_can_be_reversed_and_come_back_to_a_true_index() -> None:
    add_words("wijkcentrum")
    call_command("migrate", "search", "zero", verbosity=0)
    get_engine().create()
    with connection.cursor() as cursor:
        assert not [name for name in connection.introspection.table_names(cursor) if name.startswith("search_")]
    call_command("migrate", "search", verbosity=0)
    get_engine().create()
    assert matching(Word("wijkcentrum")) == []
    add_words("buurthuis")
    assert matching(Word("buurthuis")) != []


def test_making_the_tables_again_changes_nothing() -> None:
    number = store(body="wijk")
    add_words("wijkcentrum")
    engine = get_engine()
    for _time in range(2):
        engine.create()
        assert matching(Word("wijk")) == [number]
        assert [one.word for one in engine.similar_words("wijkcentrun")] == ["wijkcentrum"]


@only_sqlite
def test_triggers_that_django_lost_come_back_and_what_changed_meanwhile_is_known() -> None:
    gone, changed = store(body="weg"), store(body="oud")
    engine = get_engine()
    with connection.cursor() as cursor:
        for trigger in ("search_text_changed", "search_text_gone", "search_word_added"):
            cursor.execute(f"DROP TRIGGER {trigger}")
        cursor.execute("SELECT sql FROM sqlite_master WHERE name = 'search_fts'")
        before = cursor.fetchone()
    SearchText.objects.filter(pk=gone).delete()
    SearchText.objects.filter(pk=changed).update(body="nieuw")
    SearchWord.objects.create(word="nieuwe", folded="nieuwe", lemma="nieuw")
    engine.create()
    assert [matching(Word(word)) for word in ("weg", "oud", "nieuw")] == [[], [], [changed]]
    assert [one.word for one in engine.similar_words("nieuws")] == ["nieuwe"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT sql FROM sqlite_master WHERE name = 'search_fts'")
        assert cursor.fetchone() == before


@only_sqlite
def test_the_full_text_table_agrees_with_its_content() -> None:
    number = store(title="een", body="twee drie", keys="x_een")
    SearchText.objects.filter(pk=number).update(body="vier")
    store(body="vijf")
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO search_fts(search_fts, rank) VALUES ('integrity-check', 1)")
        cursor.execute("INSERT INTO search_title(search_title, rank) VALUES ('integrity-check', 1)")


@only_postgres
@pytest.mark.parametrize(
    "damage",
    ["COMMENT ON TABLE search_vector IS 'older'", "DROP TRIGGER search_texts_deleted ON search_searchtext"],
)
def test_vectors_made_otherwise_are_made_anew(damage: str) -> None:
    number = store(body="wijk")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE search_vector SET words = ''")
        cursor.execute(damage)
    get_engine().create()
    assert matching(Word("wijk")) == [number]


@only_postgres
def test_texts_are_packed_with_what_unpacks_quickest_where_the_server_knows_it() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 'lz4' = ANY (enumvals) FROM pg_settings WHERE name = 'default_toast_compression'")
        (is_known,) = cursor.fetchone()
        cursor.execute(
            """SELECT attname, attcompression FROM pg_attribute
            WHERE attrelid = 'search_searchtext'::regclass AND attname IN ('title', 'body', 'marks', 'sections')"""
        )
        assert dict(cursor.fetchall()) == dict.fromkeys(("title", "body", "marks", "sections"), "l" if is_known else "")


@only_postgres
def test_the_planner_never_unpacks_every_vector() -> None:
    for _number in range(30):
        store(body="wijk")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE search_vector")
        cursor.execute("LOAD 'auto_explain'")
        cursor.execute("SET LOCAL auto_explain.log_min_duration = 0")
        cursor.execute("SET LOCAL auto_explain.log_nested_statements = on")
        cursor.execute("SET LOCAL client_min_messages = log")
        notices: list[str] = []
        connection.connection.add_notice_handler(lambda notice: notices.append(notice.message_primary))
        cursor.execute("SELECT search_matching('wijk'), search_matching_title('wijk'), search_uses('wijk')")
    plans = [notice for notice in notices if "search_vector" in notice]
    assert len(plans) >= 3
    assert all("Bitmap Index Scan on search_vector" in plan for plan in plans)
    assert not any("Seq Scan on search_vector" in plan for plan in plans)


@only_postgres
def test_two_common_words_near_each_other_are_found_without_reading_their_places(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    number = store(body="een plan voor de wijk")
    with django_assert_num_queries(1) as asked:
        assert matching(Near(("wijk", "plan"))) == [number]
    assert "n_plan_wijk" in asked[0]["sql"] and "<1>" not in asked[0]["sql"]


def test_two_common_words_in_either_order_are_one_question() -> None:
    number = store(body="een plan voor de wijk")
    either = (Near(("wijk", "plan")), Near(("plan", "wijk")))
    for expression in (AnyOf(either), AllOf(either), AnyOf((AllOf(either), Word("niets")))):
        assert matching(expression) == [number]
        (rest,) = get_engine().matching_each([Asked(expression, besides=AnyOf(either))])
        assert set(rest) <= {number}


def test_places_end_where_postgresql_stops_counting() -> None:
    body = " ".join(["wijk"] * 300 + [f"w{number}" for number in range(20_000)])
    words, title = vectors(SearchText(title="a b", summary="c", body=body, keys="p_x x_a"))
    parts = dict(part.rsplit(":", 1) if ":" in part else (part, "") for part in words.split())
    assert parts["'a'"] == "1"
    assert parts["'c'"] == "13"
    assert len(parts["'wijk'"].split(",")) == 256
    assert parts["'w0'"] == "334"
    assert parts["'w19999'"] == parts["'p_x'"] == ""
    assert title == "'a':1 'b':2 'x_a'"


@only_postgres
@given(
    st.lists(st.sampled_from(["wijk", "Wijk", "d'66", "c:\\d", "a:1,2", "घर", "ﬁ", "x\u200by", "é" * 501]), min_size=1)
)
@settings(deadline=None, max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_plain_words_make_the_same_vector_beside_odd_ones(words: list[str]) -> None:
    """Texts of plain words only have a quicker way."""
    plain = [word for word in words if word in ("wijk", "घर", "a:1,2")]
    by_itself, _title = vectors(SearchText(title="wijk", summary="", body=" ".join(plain), keys="x_wijk"))
    beside, _title = vectors(SearchText(title="wijk", summary="", body=" ".join([*plain, *words]), keys="x_wijk"))
    with connection.cursor() as cursor:
        for vector in (by_itself, beside):
            cursor.execute("SELECT lexeme, positions FROM unnest(%s::tsvector)", [vector])
            assert dict(cursor.fetchall()) == places(["wijk"], plain if vector == by_itself else [*plain, *words])


def places(title: list[str], body: list[str]) -> dict[str, list[int] | None]:
    """The places of the words that a query can ask, as a document without other fields has them."""
    found: dict[str, list[int] | None] = {"x_wijk": None}
    # Three gaps of ten, round an empty summary and no names.
    for place, word in [*enumerate(title, 1), *enumerate(body, 32)]:
        if word in ("wijk", "d'66", "c:\\d", "a:1,2", "घर"):
            found[word] = [*(found.get(word) or []), place]
    return found


def test_a_vector_has_room_for_the_words_of_a_book() -> None:
    body = " ".join(f"woord{number:07}" for number in range(40_000))
    words, _title = vectors(SearchText(title="", summary="", body=body, keys="p_laatste"))
    assert words.endswith(" 'p_laatste'")
    assert len(words.split()) == 40_001


# --- Words -----------------------------------------------------------------------------------------------------------


def test_words_are_kept_once_corrected_where_they_differ_and_numbered_in_their_order() -> None:
    engine = get_engine()
    engine.keep_words([("foto’s", "fotos", "foto"), ("wijk", "wijk", "wij")])
    engine.keep_words([("foto’s", "fotos", "foto"), ("huis", "huis", "huis"), ("wijk", "wijk", "wijk")])
    engine.keep_words([("naïef", "naief", "naief")])
    rows = list(SearchWord.objects.order_by("pk").values_list("pk", "word", "folded", "lemma"))
    first = rows[0][0]
    assert rows == [
        (first, "foto’s", "fotos", "foto"),
        (first + 1, "wijk", "wijk", "wijk"),
        (first + 2, "huis", "huis", "huis"),
        (first + 3, "naïef", "naief", "naief"),
    ]


def test_words_in_use_are_those_that_a_document_has() -> None:
    store(title="wijk", body="buurt", keys="p_huis x_wijken")
    asked = ["wijk", "buurt", "huis", "p_huis", "x_wijken", "stad", "wij", "wijk"]
    assert get_engine().words_in_use(asked) == {"wijk", "buurt", "p_huis", "x_wijken"}
    assert get_engine().words_in_use([]) == set()


def test_words_in_use_are_found_beyond_the_first_documents_in_one_query(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(30):
        store(body=f"overal woord{number}")
    asked = ["overal", "nergens", *(f"woord{number}" for number in range(900))]
    with django_assert_num_queries(1):
        found = get_engine().words_in_use(asked)
    assert found == {"overal", *(f"woord{number}" for number in range(30))}


LIKE_PAIRS = {
    "portet": "portret", "wijkcentrun": "wijkcentrum", "wijkcetnrum": "wijkcentrum", "hius": "huis", "wiek": "wijk",
    "wjk": "wijk", "gemeete": "gemeente", "bewonersintiatif": "bewonersinitiatief", "buurthius": "buurthuis",
    "sociaale": "sociale", "opbouwwerkr": "opbouwwerker", "gorningen": "groningen", "leefbaarhijd": "leefbaarheid",
}  # fmt: skip


SYLLABLES = ("ba", "be", "bij", "bo", "buu", "da", "den", "der", "ge", "gen", "heid", "hui", "ka", "lijk", "ver", "wij")


def crowd() -> Iterable[str]:
    """Other words, as many as a small site has."""
    chance = random.Random(9)
    return {"".join(chance.choices(SYLLABLES, k=chance.randrange(2, 6))) for _ in range(3000)}


def check_similar_words() -> None:
    add_words(*sorted({*LIKE_PAIRS.values(), *crowd()}))
    engine = get_engine()
    for wrong, right in LIKE_PAIRS.items():
        found = engine.similar_words(wrong)
        assert right in {one.word for one in found}, wrong
        assert len(found) <= 50
        assert all(abs(len(one.folded) - len(wrong)) <= 2 and one.asked == wrong for one in found)


def test_similar_words_have_the_right_one_among_them() -> None:
    check_similar_words()


@only_postgres
def test_where_the_extension_may_not_be_made_similar_words_are_found_without_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(PostgresEngine, "may_use_trigrams", lambda self: False)
    get_engine().create()
    check_similar_words()
    SearchWord.objects.filter(word="portret").update(folded="verandert", lemma="wijk")
    SearchWord.objects.filter(word="gemeente").delete()
    assert "portret" in {one.word for one in get_engine().similar_words("verandet")}
    assert "portret" not in {one.word for one in get_engine().similar_words("portet")}
    assert "gemeente" not in {one.word for one in get_engine().similar_words("gemeete")}
    monkeypatch.undo()
    get_engine().create()
    assert "portret" in {one.word for one in get_engine().similar_words("verandet")}


@only_postgres
def test_a_role_that_may_make_no_extension_is_no_error() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DROP EXTENSION IF EXISTS pg_trgm CASCADE")
        cursor.execute("CREATE ROLE search_engine_without_rights")
        cursor.execute("SET LOCAL ROLE search_engine_without_rights")
        assert PostgresEngine().may_use_trigrams() is False
        cursor.execute("RESET ROLE")
        assert PostgresEngine().may_use_trigrams() is True


def test_every_spelling_of_a_similar_word_is_given() -> None:
    add_words("buurthuis", "buurtthuis")
    SearchWord.objects.create(word="bûürthuis", folded="buurthuis", lemma="buurthuis")
    assert set(get_engine().similar_words("buurthuiz")) == {
        Similar("buurthuiz", "buurthuis", "buurthuis", "buurthuis"),
        Similar("buurthuiz", "bûürthuis", "buurthuis", "buurthuis"),
        Similar("buurthuiz", "buurtthuis", "buurtthuis", "buurtthuis"),
    }


def test_uses_of_words_are_counted_up_to_many(
    monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for times in range(4):
        store(title="wijk", body="wijk buurt" if times else "", keys="p_huis")
    with django_assert_num_queries(1):
        assert get_engine().uses(["wijk", "buurt", "p_huis", "stad", "", "'"]) == {"wijk": 4, "buurt": 3, "p_huis": 4}
    for name in ("sqlite", "postgres"):
        monkeypatch.setattr(f"wijkwijzer.search.engines.{name}.MANY", 2)
    assert get_engine().uses(["wijk", "stad"]) == {"wijk": 2}


def test_similar_words_follow_changes_and_stay_within_the_limit(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    add_words("buurthuis", "buurtmuis", "wijkcentrum")
    engine = get_engine()
    with django_assert_num_queries(1):
        found = engine.similar_to_each(["buurtuis", "wijkcentrun", "buurtuis", "niets", ""], limit=1)
    assert sorted(one.asked for one in found) == ["buurtuis", "wijkcentrun"]
    SearchWord.objects.filter(word="wijkcentrum").update(folded="dorpshuis")
    assert "wijkcentrum" in {one.word for one in engine.similar_words("dorphuis")}
    assert engine.similar_words("wijkcentrun") == []
    SearchWord.objects.all().delete()
    assert engine.similar_words("buurthuis") == []


def test_titles_are_found_by_how_their_words_begin_the_best_first(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    both = store(title="wijk centrum", keys="x_centra x_wijken", quality=3)
    best = store(title="wijk", keys="x_wijkers", quality=9)
    store(title="anders", body="wijken", keys="p_wijken x_anders", quality=99)
    with django_assert_num_queries(1):
        assert get_engine().title_prefix(["wijk"], 9) == [best, both]
    assert get_engine().title_prefix(["wijk", "cen"], 9) == [both]
    assert get_engine().title_prefix(["wijk"], 1) == [best]
    assert get_engine().title_prefix(["ijk"], 9) == []
    assert get_engine().title_prefix(["wijk", ""], 9) == []
    assert get_engine().title_prefix([], 9) == []


# --- The rest --------------------------------------------------------------------------------------------------------


def test_the_size_grows_with_what_is_stored() -> None:
    before = get_engine().size()
    store(body=" ".join(f"woord{number}" for number in range(20_000)))
    assert get_engine().size() > before + 100_000


def test_a_database_that_search_does_not_know_is_named() -> None:
    with pytest.raises(ImproperlyConfigured, match="oracle"):
        _engine_for("oracle")
