"""Questions to the database that are put into SQL once, not at every request.

Building a queryset and turning it into SQL takes Django five to ten times as long as the database needs to answer it.
A question that is the same for every request but for its values is therefore written as a function that builds the
queryset, and marked:

    @prepared
    def pages_at(slug: str, url_path: str) -> QuerySet[Page]:
        return Page.objects.filter(slug=slug, url_path=url_path)

    pages_at("breda", "/home/gemeenten/breda/")     # a list, as of `list(queryset)`

The answer itself is never kept. Positional arguments are values: whole numbers, strings, or a list (or set) of one of
these for `__in`. Keyword arguments say which question it is, and the function is called once for each combination of
them and of the lengths of lists. A value must reach the SQL as it is, or as the beginning of something
(`__startswith`): where a lookup makes something else of it, or the function looks at it, preparing fails.
"""

from array import array
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, update_wrapper
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import QuerySet
from django.db.models.query import FlatValuesListIterable, ModelIterable, ValuesListIterable, get_related_populators
from django.http import HttpRequest

from .shared import shared

Value = int | str | Collection[int] | Collection[str]

# Stand-ins for values while the SQL is made. They fit a 32-bit key, and nothing that is stored looks like them.
FIRST_NUMBER = 2_000_000_000
WORD = "\ue000prepared-{}\ue000"
# Longer lists, and empty ones, are asked in the ordinary way. Others are filled up, by repeating a value, to the next
# power of two.
MOST_IN_LIST = 256
EVERYTHING, KEYS, AMONG = "everything", "keys", "among"
# Shapes kept of one question; more means that values are handed over as keywords.
MOST_SHAPES = 100


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value goes: the argument and, of a list, the item. `form` makes of a value what the driver wants."""

    argument: int
    item: int | None
    form: Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Statement:
    """One question in SQL. `read` turns rows into what the queryset would have given; no SQL: the answer is empty."""

    sql: str
    parameters: tuple[Any, ...]
    database: str
    read: Callable[[Iterable[Any]], list[Any]]

    def ask(self, values: tuple[Any, ...]) -> list[Any]:
        if not self.sql:
            return self.read(())
        with connections[self.database].cursor() as cursor:
            cursor.execute(self.sql, [_value(parameter, values) for parameter in self.parameters])
            return self.read(cursor.fetchall())


class Prepared:
    """A function that builds a queryset, as one that gives its answer; see the top of this file."""

    def __init__(self, build: Callable[..., QuerySet[Any]]) -> None:
        self.build = build
        self.statements: dict[Any, Statement] = {}
        update_wrapper(self, build)

    def __call__(self, *values: Value, **which: Any) -> list[Any]:
        return self._ask(EVERYTHING, values, which)

    def first(self, *values: Value, **which: Any) -> Any:
        """The first of the answer, or None. Which is the first is up to the queryset: order and cut it there."""
        return next(iter(self(*values, **which)), None)

    def keys(self, *values: Value, **which: Any) -> list[Any]:
        """The primary keys of the answer, in its order."""
        return self._ask(KEYS, values, which)

    def among(self, keys: Collection[Any], *values: Value, **which: Any) -> list[Any]:
        """The part of the answer with these primary keys."""
        return self._ask(AMONG, (keys, *values), which)

    def _ask(self, part: str, values: tuple[Value, ...], which: dict[str, Any]) -> list[Any]:
        filled: list[Any] = []
        for value in values:
            if isinstance(value, (int, str)):
                filled.append(value)
                continue
            items = list(value)
            if not 0 < len(items) <= MOST_IN_LIST:
                return list(_part(self.build, part, values, which))
            filled.append(items + items[-1:] * ((1 << (len(items) - 1).bit_length()) - len(items)))
        shape = (part, *(len(one) if isinstance(one, list) else None for one in filled), *which.items())
        statement = self.statements.get(shape)
        if statement is None:
            if len(self.statements) >= MOST_SHAPES:
                self.statements.clear()
            statement = self.statements[shape] = _prepare(self.build, filled, which, part)
        return statement.ask(tuple(filled))


class Listing:
    """A prepared question with its values as a list that Django's `Paginator` can cut.

    Which rows it has, and in which order, is shared between requests, four bytes for each (`shared`): to find that out
    is what takes long in a large site. The rows themselves are read anew.
    """

    ordered = True

    def __init__(self, request: HttpRequest, question: Prepared, *values: Value, **which: Any) -> None:
        self.request, self.question, self.values, self.which = request, question, values, which

    @cached_property
    def keys(self) -> "array[int]":
        values = tuple(value if isinstance(value, (int, str)) else tuple(value) for value in self.values)
        key = (self.question.build, values, tuple(self.which.items()))
        return shared(self.request, key, lambda: array("I", self.question.keys(*self.values, **self.which)))

    def count(self) -> int:
        return len(self.keys)

    __len__ = count

    def __iter__(self) -> Iterator[Any]:
        return iter(self[0 : len(self)])

    def __getitem__(self, part: slice) -> list[Any]:
        keys = self.keys[part].tolist()
        found = {row.pk: row for row in self.question.among(keys, *self.values, **self.which)} if keys else {}
        return [found[key] for key in keys if key in found]


def prepared(build: Callable[..., QuerySet[Any]]) -> Prepared:
    return Prepared(build)


def _value(parameter: Any, values: tuple[Any, ...]) -> Any:
    if type(parameter) is not Place:
        return parameter
    value = values[parameter.argument]
    return parameter.form(value if parameter.item is None else value[parameter.item])


def _prepare(build: Callable[..., QuerySet[Any]], values: list[Any], which: dict[str, Any], part: str) -> Statement:
    places: dict[int | str, tuple[int, int | None]] = {}
    standing_in = [_stand_in(value, place, places) for place, value in enumerate(values)]
    queryset = _part(build, part, standing_in, which)
    if queryset._prefetch_related_lookups or queryset._known_related_objects:  # type: ignore[attr-defined]
        raise TypeError(f"{build.__qualname__}: what is prefetched is a question of its own.")
    compiler = queryset.query.get_compiler(using=queryset.db)
    try:
        sql, given = compiler.as_sql()
    except EmptyResultSet:
        return Statement("", (), queryset.db, list)
    parameters = tuple(_parameter(parameter, places, connections[queryset.db].ops) for parameter in given)
    used = {parameter.argument for parameter in parameters if isinstance(parameter, Place)}
    if used != set(range(len(values))):
        raise TypeError(f"{build.__qualname__}: not every value reaches the SQL as it is.")
    return Statement(sql, parameters, queryset.db, _reader(queryset, compiler))


def _part(build: Callable[..., QuerySet[Any]], part: str, values: Any, which: dict[str, Any]) -> QuerySet[Any]:
    if part == AMONG:
        keys, *values = values
        return build(*values, **which).filter(pk__in=keys)
    return build(*values, **which).values_list("pk", flat=True) if part == KEYS else build(*values, **which)


def _stand_in(value: Any, argument: int, places: dict[int | str, tuple[int, int | None]]) -> Any:
    def one(example: Any, item: int | None) -> int | str:
        number = FIRST_NUMBER + len(places)
        word: int | str = number if isinstance(example, int) else WORD.format(number)
        places[word] = (argument, item)
        return word

    return [one(example, item) for item, example in enumerate(value)] if isinstance(value, list) else one(value, None)


def _parameter(parameter: Any, places: dict[int | str, tuple[int, int | None]], operations: Any) -> Any:
    if isinstance(parameter, (int, str)) and parameter in places:
        return Place(*places[parameter], type(parameter))
    if isinstance(parameter, str) and parameter.endswith("%") and parameter[:-1] in places:
        return Place(*places[parameter[:-1]], lambda value: f"{operations.prep_for_like_query(value)}%")
    if isinstance(parameter, str) and WORD[0] in parameter:
        raise TypeError(f"A value does not reach the SQL as it is, but as {parameter!r}.")
    return parameter


def _reader(queryset: QuerySet[Any], compiler: Any) -> Callable[[Iterable[Any]], list[Any]]:
    """What the iterables of `django.db.models.query` do, with everything worked out that is the same for each row."""
    columns = [column for column, _sql, _alias in compiler.select[: compiler.col_count]]
    if compiler.has_composite_fields(columns):
        raise TypeError("A composite key is not read here.")
    converters = [(place, *how) for place, how in compiler.get_converters(columns).items()]
    of_class = queryset._iterable_class
    make: Callable[[Iterable[Any]], list[Any]]
    if of_class is ModelIterable:
        make = _maker_of_models(queryset.db, compiler)
    elif of_class is FlatValuesListIterable:
        make = lambda rows: [row[0] for row in rows]  # noqa: E731 (a line instead of three)
    elif of_class is ValuesListIterable:
        make = lambda rows: [tuple(row) for row in rows]  # noqa: E731
    else:
        raise TypeError(f"{of_class.__name__} is not read here.")
    if not converters:
        return make
    return lambda rows: make(_converted(rows, converters, queryset.db))


def _converted(rows: Iterable[Any], converters: list[Any], database: str) -> Iterator[list[Any]]:
    connection = connections[database]
    for row in map(list, rows):
        for place, functions, expression in converters:
            value = row[place]
            for convert in functions:
                value = convert(value, expression, connection)
            row[place] = value
        yield row


def _maker_of_models(database: str, compiler: Any) -> Callable[[Iterable[Any]], list[Any]]:
    model, fields = compiler.klass_info["model"], compiler.klass_info["select_fields"]
    start, end = fields[0], fields[-1] + 1
    names = [column.target.attname for column, _sql, _alias in compiler.select[start:end]]
    populators = get_related_populators(compiler.klass_info, compiler.select, database)  # type: ignore[call-arg]  # as in Django 5.2
    annotations = list((compiler.annotation_col_map or {}).items())

    def make(rows: Iterable[Any]) -> list[Any]:
        made = []
        for row in rows:
            instance = model.from_db(database, names, row[start:end])
            for populator in populators:
                populator.populate(row, instance)
            for name, place in annotations:
                setattr(instance, name, row[place])
            made.append(instance)
        return made

    return make
