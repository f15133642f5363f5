"""Trying what the stock may refuse, without holding its lock for any longer than until the commit."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.exceptions import ValidationError
from django.db import transaction


@contextmanager
def attempt() -> Iterator[None]:
    """Undo what is done inside when it is refused, with what it wanted done after the commit; the refusal goes on.

    Use it inside a transaction; a refusal is a `ValidationError`, everything else ends the whole transaction. It is
    `transaction.atomic()` without the statement that lets the savepoint go: the commit does that as well, and here it
    would stand between the stock's lock and the commit.
    """
    connection = transaction.get_connection()
    if not connection.in_atomic_block:
        raise RuntimeError("there is no transaction of which a part could be undone")
    name = connection.savepoint()
    # by this list Django knows which callbacks go with the savepoint
    connection.savepoint_ids.append(name)
    try:
        yield
    except ValidationError:
        connection.savepoint_rollback(name)
        raise
    finally:
        connection.savepoint_ids.remove(name)
