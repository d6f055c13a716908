"""Matching on PostgreSQL: vectors of words with two GIN indexes, and pg_trgm for words that look alike.

The vectors have a table of their own. Nothing but them and the number is in its rows, and they lie apart from it
(TOAST), so that reading the numbers of many documents is quick. No foreign key points at Django's tables: `flush`
would refuse to empty those. Triggers remove what is deleted; `store` writes.

Queries go through SQL functions with settings of their own. The planner does not see what unpacking a vector costs, and
would rather read all of them than the index (560 ms instead of 15). What was measured is in ADR 0013.
"""

import logging
import os
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from hashlib import sha256
from itertools import islice
from socket import SO_SNDBUF, SOL_SOCKET, socket

from django.db import Error, connection, transaction
from django.db.backends.utils import CursorWrapper

from ..expressions import DISTANCE, AllOf, AnyOf, Expression, Key, Near, Phrase, Word
from ..models import SearchText
from ..pairs import pair_key, pairs_version
from ..vectors import quoted, vectors
from .grams import furthest
from .interface import MANY, Asked, Engine, Similar
from .plain import simplified

logger = logging.getLogger(__name__)

_BATCH = 500
# More than the words of a hundred long pages; a system may allow less (bytes).
_ON_THE_WAY = 4 * 1024 * 1024
# The indexes gather what is added (`fastupdate`) and take it in when `store` says so: three times as fast as one by
# one. The limit, in kB, is never reached by a batch.
_VECTORS = """
    CREATE TABLE search_vector (document_id bigint PRIMARY KEY, words tsvector NOT NULL, title tsvector NOT NULL)
        WITH (toast_tuple_target = 128);
    ALTER TABLE search_vector ALTER words SET STORAGE EXTERNAL;
    CREATE INDEX search_vector_words ON search_vector USING gin (words)
        WITH (fastupdate = on, gin_pending_list_limit = 65536);
    CREATE INDEX search_vector_title ON search_vector USING gin (title)
        WITH (fastupdate = on, gin_pending_list_limit = 65536);
"""
_FOLLOW_TEXTS = """
    CREATE OR REPLACE FUNCTION search_texts_gone() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'TRUNCATE' THEN
            TRUNCATE search_vector;
        ELSE
            DELETE FROM search_vector USING gone WHERE search_vector.document_id = gone.document_id;
        END IF;
        RETURN NULL;
    END $$;
    CREATE OR REPLACE TRIGGER search_texts_deleted AFTER DELETE ON search_searchtext
        REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION search_texts_gone();
    CREATE OR REPLACE TRIGGER search_texts_truncated AFTER TRUNCATE ON search_searchtext
        FOR EACH STATEMENT EXECUTE FUNCTION search_texts_gone();
"""

# Texts are read for every search. Unpacking them is quickest with lz4, where the server was built with it.
_QUICK_TEXTS = """DO $$ BEGIN
    IF 'lz4' = ANY ((SELECT enumvals FROM pg_settings WHERE name = 'default_toast_compression')::text[])
        AND EXISTS (SELECT FROM pg_attribute
            WHERE attrelid = 'search_searchtext'::regclass AND attname = 'body' AND attcompression <> 'l')
    THEN
        ALTER TABLE search_searchtext ALTER title SET COMPRESSION lz4, ALTER summary SET COMPRESSION lz4,
            ALTER extra SET COMPRESSION lz4, ALTER body SET COMPRESSION lz4, ALTER keys SET COMPRESSION lz4,
            ALTER marks SET COMPRESSION lz4, ALTER sections SET COMPRESSION lz4;
    END IF;
END $$"""

# Starting other processes or a compiler takes longer than these queries.
_SETTINGS = """SET enable_seqscan = off SET enable_indexscan = off SET jit = off
    SET max_parallel_workers_per_gather = 0 SET work_mem = '32MB'"""
_FUNCTIONS = """
    CREATE OR REPLACE FUNCTION search_matching(sought tsquery) RETURNS bigint[] LANGUAGE sql STABLE SETTINGS
    AS $$ SELECT array_agg(document_id) FROM search_vector WHERE words @@ sought $$;

    CREATE OR REPLACE FUNCTION search_matching_title(sought tsquery) RETURNS bigint[] LANGUAGE sql STABLE SETTINGS
    AS $$ SELECT array_agg(document_id) FROM search_vector WHERE title @@ sought $$;

    CREATE OR REPLACE FUNCTION search_word_query(word text) RETURNS tsquery LANGUAGE sql IMMUTABLE STRICT
    AS $$ SELECT ('''' || replace(replace(word, '\\', '\\\\'), '''', '''''') || '''')::tsquery $$;

    -- Words that many documents have are seen in some of them, without counting all.
    CREATE OR REPLACE FUNCTION search_words_in_use(asked text[]) RETURNS SETOF text LANGUAGE sql STABLE SETTINGS
    AS $$
        WITH common AS MATERIALIZED (
            SELECT DISTINCT unnest(tsvector_to_array(sample.words)) AS word
            FROM (SELECT words FROM search_vector LIMIT 20) sample)
        SELECT word FROM unnest(asked) word WHERE word IN (SELECT common.word FROM common)
        UNION ALL
        SELECT word FROM unnest(asked) word WHERE word NOT IN (SELECT common.word FROM common)
            AND EXISTS (SELECT FROM search_vector WHERE words @@ search_word_query(word))
    $$;

    CREATE OR REPLACE FUNCTION search_uses(lemma text) RETURNS bigint LANGUAGE sql STABLE SETTINGS
    AS $$ SELECT count(*) FROM search_vector WHERE words @@ search_word_query(lemma) $$;
"""

# With pg_trgm. A short word with a mistake has little in common with itself: “hius” and “huis” just 0.11. To ask the
# same of long words would find four times as many for nothing. Without ROWS the planner expects a thousand words, and
# reads all there are to join them.
_TRIGRAMS = """
    DROP TABLE IF EXISTS search_gram;
    DROP TRIGGER IF EXISTS search_words_changed ON search_searchword;
    DROP TRIGGER IF EXISTS search_words_truncated ON search_searchword;
    CREATE INDEX IF NOT EXISTS search_word_trigrams ON search_searchword USING gin (folded gin_trgm_ops);
    CREATE OR REPLACE FUNCTION search_alike(asked text, shortest int, longest int, most int) RETURNS SETOF bigint
    LANGUAGE plpgsql ROWS 50 SET pg_trgm.similarity_threshold = 0.1 SETTINGS
    AS $$
    BEGIN
        IF length(asked) > 5 THEN
            SET LOCAL pg_trgm.similarity_threshold = 0.2;
        END IF;
        RETURN QUERY SELECT id FROM search_searchword
            WHERE folded % asked AND length(folded) BETWEEN shortest AND longest
            ORDER BY similarity(folded, asked) DESC, id LIMIT most;
    END $$;
"""
# Without it: the table of letters, as on SQLite.
_GRAMS = """
    DROP INDEX IF EXISTS search_word_trigrams;
    CREATE TABLE IF NOT EXISTS search_gram (
        gram text, size int, word_id bigint, PRIMARY KEY (gram, size, word_id));
    CREATE OR REPLACE FUNCTION search_grams(word text) RETURNS SETOF text LANGUAGE sql IMMUTABLE STRICT
    AS $$
        SELECT DISTINCT substr('  ' || word || ' ', place, 3) FROM generate_series(1, length(word) + 1) place
    $$;
    CREATE OR REPLACE FUNCTION search_words_changed() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'TRUNCATE' THEN
            TRUNCATE search_gram;
        END IF;
        IF TG_OP IN ('UPDATE', 'DELETE') THEN
            DELETE FROM search_gram USING search_grams(OLD.folded) old_gram
            WHERE gram = old_gram AND size = length(OLD.folded) AND word_id = OLD.id;
        END IF;
        IF TG_OP IN ('INSERT', 'UPDATE') THEN
            INSERT INTO search_gram SELECT new_gram, length(NEW.folded), NEW.id FROM search_grams(NEW.folded) new_gram;
        END IF;
        RETURN NULL;
    END $$;
    CREATE OR REPLACE TRIGGER search_words_changed AFTER INSERT OR UPDATE OR DELETE ON search_searchword
        FOR EACH ROW EXECUTE FUNCTION search_words_changed();
    CREATE OR REPLACE TRIGGER search_words_truncated AFTER TRUNCATE ON search_searchword
        FOR EACH STATEMENT EXECUTE FUNCTION search_words_changed();
    INSERT INTO search_gram
        SELECT word_gram, length(folded), id FROM search_searchword, search_grams(folded) word_gram
        ON CONFLICT DO NOTHING;
    CREATE OR REPLACE FUNCTION search_alike(asked text, shortest int, longest int, most int) RETURNS SETOF bigint
    LANGUAGE sql STABLE ROWS 50
    AS $$
        SELECT word_id FROM search_gram
        WHERE gram IN (SELECT search_grams(asked)) AND size BETWEEN shortest AND longest
        GROUP BY word_id, size ORDER BY count(*) DESC, abs(size - length(asked)), word_id LIMIT most
    $$;
"""
_REMOVE = """
    DROP TABLE IF EXISTS search_vector, search_gram;
    DROP FUNCTION IF EXISTS search_matching, search_matching_title, search_words_in_use, search_uses, search_alike,
        search_grams, search_texts_gone, search_words_changed, search_word_query CASCADE;
"""

_STATE = """SELECT obj_description(to_regclass('search_vector'), 'pg_class'),
    EXISTS (SELECT FROM pg_trigger WHERE tgname = 'search_texts_deleted' AND tgrelid = 'search_searchtext'::regclass)"""
_STORE = """INSERT INTO search_vector
    SELECT * FROM unnest(%s::bigint[], string_to_array(%s, E'\n')::tsvector[], string_to_array(%s, E'\n')::tsvector[])
    ON CONFLICT (document_id) DO UPDATE SET words = EXCLUDED.words, title = EXCLUDED.title"""
_KEEP_WORDS = """WITH wanted AS MATERIALIZED (
        SELECT * FROM unnest(string_to_array(%s, E'\n'), string_to_array(%s, E'\n'), string_to_array(%s, E'\n'))
            WITH ORDINALITY each(word, folded, lemma, place)),
    corrected AS (
        UPDATE search_searchword stored SET folded = wanted.folded, lemma = wanted.lemma FROM wanted
        WHERE stored.word = wanted.word AND (stored.folded, stored.lemma) <> (wanted.folded, wanted.lemma))
    INSERT INTO search_searchword (word, folded, lemma) SELECT word, folded, lemma FROM wanted
    WHERE NOT EXISTS (SELECT FROM search_searchword stored WHERE stored.word = wanted.word) ORDER BY place"""
_TAKE_IN = "SELECT gin_clean_pending_list('search_vector_words'), gin_clean_pending_list('search_vector_title')"
_BEST_TITLES = """SELECT document.id
    FROM unnest(search_matching_title(%s::tsquery)) number JOIN search_searchdocument document ON document.id = number
    ORDER BY document.quality DESC, document.id DESC LIMIT %s"""
_ALIKE = """SELECT asked.word, word.word, word.folded, word.lemma
    FROM unnest(%s::text[], %s::int[], %s::int[]) asked(word, shortest, longest),
        search_alike(asked.word, asked.shortest, asked.longest, %s) alike
        JOIN search_searchword word ON word.id = alike"""
_USES = "SELECT word, least(search_uses(word), %s) FROM unnest(%s::text[]) word"
_SIZE = "SELECT sum(pg_total_relation_size(to_regclass(name))) FROM unnest(%s::text[]) name"


class PostgresEngine(Engine):
    stores_vectors = True

    def create(self) -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            if not set(self.tables()) <= set(connection.introspection.table_names(cursor)):
                cursor.execute(_REMOVE)
                return
            cursor.execute(_QUICK_TEXTS)
            are_new = self._make_vectors(cursor)
            cursor.execute(_FOLLOW_TEXTS)
            cursor.execute(_FUNCTIONS.replace("SETTINGS", _SETTINGS))
            cursor.execute(_TRIGRAMS.replace("SETTINGS", _SETTINGS) if self.may_use_trigrams() else _GRAMS)
            texts = SearchText.objects.only("title", "summary", "extra", "body", "keys").order_by("pk").iterator()
            while are_new and (batch := list(islice(texts, _BATCH))):
                self.store(batch)

    @staticmethod
    def _make_vectors(cursor: CursorWrapper) -> bool:
        """Make the table of vectors, unless it is there, was made the same way and followed the texts; is it new?"""
        cursor.execute(_STATE)
        if cursor.fetchone() == (_vectors_version(), True):
            return False
        cursor.execute("DROP TABLE IF EXISTS search_vector")
        cursor.execute(_VECTORS + f"COMMENT ON TABLE search_vector IS '{_vectors_version()}'")
        return True

    def may_use_trigrams(self) -> bool:
        """Is pg_trgm there, or may we make it? A database where neither is so finds alike words by a table."""
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        except Error as error:
            logger.info("Search does without the extension pg_trgm: %s", error)
            return False
        return True

    def store(self, texts: Sequence[SearchText]) -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            for start in range(0, len(texts), _BATCH):
                batch = texts[start : start + _BATCH]
                # A text each, as psycopg writes arrays letter by letter. No word has the end of a line in it; with the
                # space an empty vector is no missing one.
                columns = ["\n ".join(column) for column in zip(*map(_vectors, batch), strict=True)]
                cursor.execute(_STORE, [[text.pk for text in batch], *(f" {column}" for column in columns)])
                cursor.execute(_TAKE_IN)

    def keep_words(self, words: Sequence[tuple[str, str, str]]) -> None:
        with connection.cursor() as cursor:
            cursor.execute(_KEEP_WORDS, ["\n".join(column) for column in zip(*words, strict=True)])

    @contextmanager
    def unawaited(self) -> Iterator[None]:
        # In a pipeline statements are sent one after another; their answers are read when it ends. What the server is
        # not ready for waits in the socket; where that is full the program waits.
        with connection.wrap_database_errors:
            with socket(fileno=os.dup(connection.connection.fileno())) as sent:
                sent.setsockopt(SOL_SOCKET, SO_SNDBUF, _ON_THE_WAY)
            with connection.connection.pipeline():
                yield

    def _matching_each(self, asked: Sequence[Asked]) -> list[list[int]]:
        calls, queries = [], []
        for expression, title_only, besides in asked:
            if not title_only:
                # The vectors of titles are small, and have no pairs.
                expression, besides = _with_pairs(expression), besides and _with_pairs(besides)
            parts = _in_parts(expression, besides)
            calls.append(" || ".join([f"search_matching{'_title' if title_only else ''}(%s::tsquery)"] * len(parts)))
            queries += parts
        with connection.cursor() as cursor:
            cursor.execute("SELECT " + ", ".join(calls), queries)
            return [numbers or [] for numbers in cursor.fetchone()]

    def _title_prefix(self, keys: Sequence[str], limit: int) -> list[int]:
        with connection.cursor() as cursor:
            cursor.execute(_BEST_TITLES, [" & ".join(f"{quoted(key)}:*" for key in keys), limit])
            return [number for (number,) in cursor.fetchall()]

    def _similar_to_each(self, asked: Sequence[str], limit: int) -> list[Similar]:
        shortest = [len(word) - furthest(word) for word in asked]
        longest = [len(word) + furthest(word) for word in asked]
        with connection.cursor() as cursor:
            cursor.execute(_ALIKE, [list(asked), shortest, longest, limit])
            return [Similar(*row) for row in cursor.fetchall()]

    def _words_in_use(self, words: Sequence[str]) -> set[str]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT search_words_in_use(%s::text[])", [list(words)])
            return {word for (word,) in cursor.fetchall()}

    def _uses(self, words: Sequence[str]) -> Counter[str]:
        with connection.cursor() as cursor:
            cursor.execute(_USES, [MANY, list(words)])
            return Counter(dict(cursor.fetchall()))

    def size(self) -> int:
        with connection.cursor() as cursor:
            cursor.execute(_SIZE, [[*self.tables(), "search_vector", "search_gram"]])
            return int(cursor.fetchone()[0])


@cache
def _vectors_version() -> str:
    """Of the table and of what is in it beside the words of a text: of which words pairs are kept, and how near."""
    return sha256(f"{_VECTORS}{pairs_version()}".encode()).hexdigest()[:12]


def _with_pairs(expression: Expression) -> Expression:
    """The expression with a key for two common words near each other, which the index knows without their places.

    In its plainest form again: two words in either order have one key.
    """

    def replaced(one: Expression) -> Expression:
        match one:
            case Near((left, right)) if key := pair_key(left, right):
                return Key(key)
            case AllOf(parts) | AnyOf(parts):
                return type(one)(tuple(map(replaced, parts)))
        return one

    return simplified(replaced(expression), title_only=False) or expression


def _in_parts(expression: Expression, besides: Expression | None) -> list[str]:
    """Queries without a document in common that together find an expression.

    Places are not in the index, so for a phrase vectors must be read: of every document whose neighbours in the table
    need it. So what is found without places is asked apart, and left out of the rest. So is what is found besides, as
    far as the index knows it without places: other forms of a word are often in the same documents.
    """
    besides = besides and simplified(_placeless(besides), title_only=False)
    without_places = simplified(_placeless(expression), title_only=False)
    plain = [_without(without_places, besides)] if without_places else []
    if without_places == expression:
        return plain
    return [*plain, _without(_with_places(expression), without_places, besides)]


def _without(expression: Expression, *known: Expression | None) -> str:
    return " & !".join([_query(expression), *(_query(one) for one in known if one)])


def _with_places(expression: Expression) -> Expression:
    """The expression without the alternatives that need no places."""
    if not isinstance(expression, AnyOf):
        return expression
    return AnyOf(tuple(_with_places(part) for part in expression.parts if _placeless(part) != part))


def _placeless(expression: Expression) -> Expression:
    """The expression with nothing instead of phrases and words near each other: what it finds by words alone."""
    match expression:
        case Phrase() | Near():
            return AnyOf(())
        case AllOf(parts):
            return AllOf(tuple(map(_placeless, parts)))
        case AnyOf(parts):
            return AnyOf(tuple(map(_placeless, parts)))
    return expression


def _query(expression: Expression) -> str:
    """The expression in the query language of PostgreSQL."""
    match expression:
        case Word(word) | Key(word):
            return quoted(word)
        case Phrase(lemmas):
            return f"({' <-> '.join(map(quoted, lemmas))})"
        case Near((one, other)):
            pairs = ((quoted(one), quoted(other)), (quoted(other), quoted(one)))
            steps = range(1, DISTANCE + 1)
            return f"({' | '.join(f'{left} <{step}> {right}' for left, right in pairs for step in steps)})"
        case AllOf(parts):
            return f"({' & '.join(map(_query, parts))})"
        case AnyOf(parts):
            return f"({' | '.join(map(_query, parts))})"
    raise ValueError(f"Not an expression in its plainest form: {expression!r}")


def _vectors(text: SearchText) -> tuple[str, str]:
    """As the second process wrote them, or written now."""
    return getattr(text, "vectors", None) or vectors(text)
