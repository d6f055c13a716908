"""Matching on SQLite: an FTS5 table over the words of the documents, and a table of letters for words that look alike.

Triggers keep both true, whoever writes. What was measured is in ADR 0013.
"""

import json
from collections import Counter
from collections.abc import Sequence

from django.db import connection, transaction

from ..expressions import DISTANCE, AllOf, AnyOf, Expression, Key, Near, Phrase, Word
from ..models import SearchText
from .grams import furthest, grams
from .interface import MANY, Asked, Engine, Similar

# What stands between spaces is a word, of whatever script: analysis decided that. The tokenizer for ASCII leaves
# everything above it alone, and is told to leave signs alone too. FTS5 keeps no copy of the words (`content`), so a
# trigger must give it the old ones for it to forget them.
_OPTIONS = r"""content='search_searchtext', content_rowid='document_id', columnsize=0,
    tokenize="ascii tokenchars '!""#$%&''()*+,-./:;<=>?@[\]^_`{|}~'")"""
_FTS = f"CREATE VIRTUAL TABLE search_fts USING fts5(title, summary, extra, body, keys, {_OPTIONS}"
# To find a common word in titles, `search_fts` reads all places of the word in every text that has it.
_TITLES = f"CREATE VIRTUAL TABLE search_title USING fts5(title, {_OPTIONS}"
_ADD_TEXT = """INSERT INTO search_fts(rowid, title, summary, extra, body, keys)
    VALUES (new.document_id, new.title, new.summary, new.extra, new.body, new.keys);
    INSERT INTO search_title(rowid, title) VALUES (new.document_id, new.title);"""
_DROP_TEXT = """INSERT INTO search_fts(search_fts, rowid, title, summary, extra, body, keys)
    VALUES ('delete', old.document_id, old.title, old.summary, old.extra, old.body, old.keys);
    INSERT INTO search_title(search_title, rowid, title) VALUES ('delete', old.document_id, old.title);"""

# The same letters as `grams.grams`. Numbers are the places in a word, which has at most 60 letters.
_GRAMS = """CREATE TABLE search_gram (
    gram TEXT, size INTEGER, word_id INTEGER, PRIMARY KEY (gram, size, word_id)) WITHOUT ROWID"""
_GRAMS_OF = """SELECT DISTINCT substr('  ' || word.folded || ' ', place.value, 3), length(word.folded), word.id
    FROM WORDS word, json_each('PLACES') place WHERE place.value <= length(word.folded) + 1"""
_GRAMS_OF = _GRAMS_OF.replace("PLACES", json.dumps(list(range(1, 62))))
_GRAMS_OF_NEW = _GRAMS_OF.replace("WORDS", "(SELECT new.id AS id, new.folded AS folded)")
_GRAMS_OF_OLD = _GRAMS_OF.replace("WORDS", "(SELECT old.id AS id, old.folded AS folded)")
_ADD_GRAMS = f"INSERT INTO search_gram {_GRAMS_OF_NEW};"
_DROP_GRAMS = "DELETE FROM search_gram WHERE (gram, size, word_id) IN (GRAMS);".replace("GRAMS", _GRAMS_OF_OLD)

# As SQLite keeps them, so that a difference is seen.
_OBJECTS = {
    "search_fts": _FTS,
    "search_title": _TITLES,
    "search_gram": _GRAMS,
    "search_text_added": f"CREATE TRIGGER search_text_added AFTER INSERT ON search_searchtext BEGIN {_ADD_TEXT} END",
    "search_text_changed": "CREATE TRIGGER search_text_changed AFTER UPDATE ON search_searchtext "
    f"BEGIN {_DROP_TEXT} {_ADD_TEXT} END",
    "search_text_gone": f"CREATE TRIGGER search_text_gone AFTER DELETE ON search_searchtext BEGIN {_DROP_TEXT} END",
    "search_word_added": f"CREATE TRIGGER search_word_added AFTER INSERT ON search_searchword BEGIN {_ADD_GRAMS} END",
    "search_word_changed": "CREATE TRIGGER search_word_changed AFTER UPDATE ON search_searchword "
    f"BEGIN {_DROP_GRAMS} {_ADD_GRAMS} END",
    "search_word_gone": f"CREATE TRIGGER search_word_gone AFTER DELETE ON search_searchword BEGIN {_DROP_GRAMS} END",
}
_FILL = (
    "INSERT INTO search_fts(search_fts) VALUES ('rebuild')",
    "INSERT INTO search_title(search_title) VALUES ('rebuild')",
    "INSERT INTO search_gram " + _GRAMS_OF.replace("WORDS", "search_searchword"),
)

_PRESENT = "SELECT name, sql FROM sqlite_master WHERE name IN (SELECT value FROM json_each(%s))"
# One text with all numbers is twice as fast as a row for each.
_NUMBERS = "(SELECT json_group_array(rowid) FROM search_fts WHERE search_fts MATCH %s)"
_NUMBERS_BY_TITLE = _NUMBERS.replace("search_fts", "search_title")
_BEST_TITLES = """SELECT document.id
    FROM search_fts CROSS JOIN search_searchdocument document ON document.id = search_fts.rowid
    WHERE search_fts MATCH %s ORDER BY document.quality DESC, document.id DESC LIMIT %s"""
_IN_USE = """SELECT value FROM json_each(%s) WHERE EXISTS
    (SELECT 1 FROM search_fts WHERE search_fts MATCH '"' || replace(value, '"', '""') || '"')"""
_USES = """SELECT value, (SELECT count(*) FROM (SELECT 1 FROM search_fts
        WHERE search_fts MATCH '"' || replace(value, '"', '""') || '"' LIMIT %s))
    FROM json_each(%s)"""
_ALIKE = """SELECT %s, word.word, word.folded, word.lemma
    FROM (SELECT word_id FROM search_gram
            WHERE gram IN (SELECT value FROM json_each(%s)) AND size BETWEEN %s AND %s
            GROUP BY word_id ORDER BY count(*) DESC, abs(size - %s), word_id LIMIT %s) alike
        JOIN search_searchword word ON word.id = alike.word_id"""
_WANTED = """(SELECT json_extract(value, '$[0]') AS word, json_extract(value, '$[1]') AS folded,
    json_extract(value, '$[2]') AS lemma FROM json_each(%s)) wanted"""
_CORRECT_WORDS = """UPDATE search_searchword SET folded = wanted.folded, lemma = wanted.lemma FROM WANTED
    WHERE search_searchword.word = wanted.word
        AND (search_searchword.folded <> wanted.folded OR search_searchword.lemma <> wanted.lemma)"""
_ADD_WORDS = """INSERT INTO search_searchword (word, folded, lemma) SELECT word, folded, lemma FROM WANTED
    WHERE NOT EXISTS (SELECT 1 FROM search_searchword stored WHERE stored.word = wanted.word)"""
_SIZE = """SELECT sum(pgsize) FROM dbstat WHERE aggregate = TRUE AND name IN
    (SELECT name FROM sqlite_master WHERE tbl_name IN (SELECT value FROM json_each(%s)))"""


class SqliteEngine(Engine):
    def create(self) -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(_PRESENT, [json.dumps(list(_OBJECTS))])
            present = dict(cursor.fetchall())
            has_tables = set(self.tables()) <= set(connection.introspection.table_names(cursor))
            # Django makes a table anew to change it, and loses its triggers; what changed meanwhile is not known.
            if present == (_OBJECTS if has_tables else {}):
                return
            for name, sql in present.items():
                cursor.execute(f"DROP {'TRIGGER' if 'TRIGGER' in sql else 'TABLE'} {name}")
            for statement in [*_OBJECTS.values(), *_FILL] if has_tables else []:
                cursor.execute(statement)

    def store(self, texts: Sequence[SearchText]) -> None:
        """Nothing: the triggers did."""

    def keep_words(self, words: Sequence[tuple[str, str, str]]) -> None:
        with connection.cursor() as cursor:
            cursor.execute(_CORRECT_WORDS.replace("WANTED", _WANTED), [json.dumps(words)])
            cursor.execute(_ADD_WORDS.replace("WANTED", _WANTED), [json.dumps(words)])

    def compact(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO search_fts(search_fts) VALUES ('optimize')")
            cursor.execute("INSERT INTO search_title(search_title) VALUES ('optimize')")

    def _matching_each(self, asked: Sequence[Asked]) -> list[list[int]]:
        tables, matches = [], []
        # Leaving out what is found besides would take longer: FTS5 has the places at hand.
        for expression, title_only, _besides in asked:
            match = _match(expression, "")
            # Keys of a title are not in the title.
            has_keys = title_only and "_" in match
            tables.append(_NUMBERS_BY_TITLE if title_only and not has_keys else _NUMBERS)
            matches.append(_match(expression, "title : ") if has_keys else match)
        with connection.cursor() as cursor:
            cursor.execute("SELECT " + ", ".join(tables), matches)
            return [json.loads(numbers) for numbers in cursor.fetchone()]

    def _title_prefix(self, keys: Sequence[str], limit: int) -> list[int]:
        with connection.cursor() as cursor:
            cursor.execute(_BEST_TITLES, [" AND ".join(f"{_quoted(key)} *" for key in keys), limit])
            return [number for (number,) in cursor.fetchall()]

    def _similar_to_each(self, asked: Sequence[str], limit: int) -> list[Similar]:
        parameters: list[str | int] = []
        for word in asked:
            size, reach = len(word), furthest(word)
            parameters += [word, json.dumps(sorted(grams(word))), size - reach, size + reach, size, limit]
        with connection.cursor() as cursor:
            cursor.execute(" UNION ALL ".join([_ALIKE] * len(asked)), parameters)
            return [Similar(*row) for row in cursor.fetchall()]

    def _words_in_use(self, words: Sequence[str]) -> set[str]:
        with connection.cursor() as cursor:
            cursor.execute(_IN_USE, [json.dumps(words)])
            return {word for (word,) in cursor.fetchall()}

    def _uses(self, words: Sequence[str]) -> Counter[str]:
        with connection.cursor() as cursor:
            cursor.execute(_USES, [MANY, json.dumps(words)])
            return Counter(dict(cursor.fetchall()))

    def size(self) -> int:
        parts = [f"{table}_{part}" for table in ("search_fts", "search_title") for part in ("config", "data", "idx")]
        tables = [*self.tables(), "search_gram", *parts]
        with connection.cursor() as cursor:
            cursor.execute(_SIZE, [json.dumps(tables)])
            return cursor.fetchone()[0]


def _match(expression: Expression, column: str) -> str:
    """The expression in the query language of FTS5; lemmas only in this column, when one is given."""
    match expression:
        case Word(lemma):
            return column + _quoted(lemma)
        case Key(key):
            return _quoted(key)
        case Phrase(lemmas):
            return column + _quoted(" ".join(lemmas))
        case Near(lemmas):
            return f"{column}NEAR({' '.join(map(_quoted, lemmas))}, {DISTANCE - 1})"
        case AllOf(parts):
            return f"({' AND '.join(_match(part, column) for part in parts)})"
        case AnyOf(parts):
            return f"({' OR '.join(_match(part, column) for part in parts)})"


def _quoted(word: str) -> str:
    return '"' + word.replace('"', '""') + '"'
