"""Statements that are composed once and asked often.

Django composes the SQL of a queryset anew each time, which for a union of many parts takes longer than the database needs
for its answer. Here a queryset is composed once; where a value changes from time to time, a slot holds its place.
"""

import json
from typing import Any

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BigIntegerField, BooleanField, DateTimeField, Expression, Field, Func, QuerySet
from django.db.models.sql.compiler import SQLCompiler


class Slot(Expression):
    """Holds the place of one value of a field's type."""

    def __init__(self, name: str, output_field: Field) -> None:
        super().__init__(output_field=output_field)
        self.name = name

    def as_sql(self, _compiler: SQLCompiler, _connection: BaseDatabaseWrapper) -> tuple[str, list]:
        """Return a parameter that is this slot."""
        return "%s", [self]

    def value(self, given: Any, connection: BaseDatabaseWrapper) -> Any:
        """Return a given value as the database wants it."""
        return self.output_field.get_db_prep_value(given, connection)


class AnyOf(Func):
    """A condition: the column is one of a named collection of numbers or texts, however many (one parameter)."""

    output_field = BooleanField()

    def __init__(self, column: Expression, name: str, **extra: object) -> None:
        super().__init__(column, **extra)
        self.name = name

    def as_sql(self, compiler: SQLCompiler, _connection: BaseDatabaseWrapper, **_extra: object) -> tuple[str, list]:
        """Return the condition for SQLite, which reads collections from JSON."""
        column, params = compiler.compile(self.source_expressions[0])
        return f"{column} IN (SELECT value FROM json_each(%s))", [*params, self]  # noqa: S608 - a column of ours

    def as_postgresql(self, compiler: SQLCompiler, _connection: BaseDatabaseWrapper, **_: object) -> tuple[str, list]:
        """Return the condition for PostgreSQL, which has arrays."""
        column, params = compiler.compile(self.source_expressions[0])
        return f"{column} = ANY(%s)", [*params, self]

    def value(self, given: Any, connection: BaseDatabaseWrapper) -> Any:
        """Return a given collection as the database wants it."""
        return list(given) if connection.vendor == "postgresql" else json.dumps(list(given))


class Prepared:
    """A queryset of tuples, composed when this is made. It may be kept for as long as the process runs, by all threads."""

    def __init__(self, rows: QuerySet) -> None:
        self._alias = rows.db
        compiler = rows.query.get_compiler(self._alias)
        self._sql, self._params = compiler.as_sql()
        columns = [expression for expression, *_rest in compiler.select[: compiler.col_count]]
        self._converters = compiler.get_converters(columns)

    def ask(self, **values: object) -> list[tuple]:
        """Return the rows for these values of the slots (one SQL statement)."""
        connection = connections[self._alias]
        params = [
            param.value(values[param.name], connection) if isinstance(param, Slot | AnyOf) else param
            for param in self._params
        ]
        with connection.cursor() as cursor:
            cursor.execute(self._sql, params)
            rows = cursor.fetchall()
        return [self._converted(row, connection) for row in rows] if self._converters else rows

    def _converted(self, row: tuple, connection: BaseDatabaseWrapper) -> tuple:
        """Return a row with what the database has no type of its own for, such as amounts in SQLite, as Python has it."""
        values = list(row)
        for position, (converters, expression) in self._converters.items():
            for convert in converters:
                values[position] = convert(values[position], expression, connection)
        return tuple(values)


def number_slot(name: str) -> Slot:
    """Return the place of a primary key."""
    return Slot(name, BigIntegerField())


def time_slot(name: str) -> Slot:
    """Return the place of a moment."""
    return Slot(name, DateTimeField())
